package finance.flowlet.contract.initiation;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.PaymentRequestId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Money;
import org.jspecify.annotations.Nullable;

/// Asks somebody to pay into a wallet: the customer `fromUser`, or whoever owns `from`; one of them is set.
public record RequestPayment(
        Caller caller,
        Post.@Nullable Key key,
        @Nullable PaymentRequestId id,
        WalletId to,
        @Nullable String fromUser,
        @Nullable WalletId from,
        Money money,
        String description,
        @Nullable Integer expiresInSeconds)
        implements Repeatable {
    public static final Address<RequestPayment, InitiationReply> ADDRESS =
            new Address<>("initiation.request-payment.v1", RequestPayment.class, InitiationReply.class);

    @Override
    public boolean repeatable() {
        return key != null;
    }
}
