package finance.flowlet.contract.payments;

import finance.flowlet.bus.Address;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Money;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Moves money from one wallet to another, durably, before it answers. The answer is that of the ledger.
public record Pay(
        Caller caller,
        Post.@Nullable Key key,
        @Nullable PaymentId id,
        WalletId from,
        WalletId to,
        Money money,
        String description,
        @Nullable String externalReference,
        Map<String, String> metadata) {
    public static final Address<Pay, Post.Outcome> ADDRESS =
            new Address<>("payments.pay.v1", Pay.class, Post.Outcome.class);
}
