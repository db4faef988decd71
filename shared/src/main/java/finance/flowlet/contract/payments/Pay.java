package finance.flowlet.contract.payments;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.QuoteId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Money;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Moves money from one wallet to another, durably, before it answers, or reserves it when `captureMethod`
/// is `MANUAL`. The answer is that of the ledger. `money` is what leaves the payer; with a `quote` the
/// payee receives what was quoted for it.
public record Pay(
        Caller caller,
        Post.@Nullable Key key,
        @Nullable PaymentId id,
        WalletId from,
        WalletId to,
        Money money,
        String description,
        @Nullable String externalReference,
        Map<String, String> metadata,
        CaptureMethod captureMethod,
        @Nullable Integer expiresInSeconds,
        @Nullable QuoteId quote,
        Alongside alongside)
        implements Repeatable {
    public static final Address<Pay, Post.Outcome> ADDRESS =
            new Address<>("payments.pay.v1", Pay.class, Post.Outcome.class);

    /// A payment at once and in one currency.
    public Pay(
            Caller caller,
            Post.@Nullable Key key,
            @Nullable PaymentId id,
            WalletId from,
            WalletId to,
            Money money,
            String description,
            @Nullable String externalReference,
            Map<String, String> metadata) {
        this(
                caller,
                key,
                id,
                from,
                to,
                money,
                description,
                externalReference,
                metadata,
                CaptureMethod.AUTOMATIC,
                null,
                null,
                Alongside.NOTHING);
    }

    /// What another domain lets commit with the payment it asks for.
    public record Alongside(List<Step> steps, List<Post.BusinessRow> rows) {
        public static final Alongside NOTHING = new Alongside(List.of(), List.of());

        public Alongside {
            steps = List.copyOf(steps);
            rows = List.copyOf(rows);
        }
    }

    @Override
    public boolean repeatable() {
        return key != null;
    }
}
