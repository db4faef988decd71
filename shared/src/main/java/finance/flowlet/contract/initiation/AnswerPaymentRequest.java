package finance.flowlet.contract.initiation;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.PaymentRequestId;
import finance.flowlet.id.WalletId;
import org.jspecify.annotations.Nullable;

/// Accepts a request out of the wallet `from`, declines it, or takes it back. Of several at once exactly
/// one counts.
public record AnswerPaymentRequest(
        Caller caller,
        Post.@Nullable Key key,
        PaymentRequestId id,
        Answer answer,
        @Nullable WalletId from) implements Repeatable {
    public static final Address<AnswerPaymentRequest, InitiationReply> ADDRESS =
            new Address<>("initiation.answer-payment-request.v1", AnswerPaymentRequest.class, InitiationReply.class);

    /// The payer accepts or declines, the payee cancels.
    public enum Answer {
        ACCEPT,
        DECLINE,
        CANCEL
    }

    @Override
    public boolean repeatable() {
        return key != null;
    }
}
