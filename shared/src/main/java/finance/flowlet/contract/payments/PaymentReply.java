package finance.flowlet.contract.payments;

import finance.flowlet.bus.OneOf;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.problem.Code;

/// What a command on a payment is answered.
@OneOf
public sealed interface PaymentReply {
    /// Status and body to send, a problem's included; `replayed` when it was stored for this key before.
    record Answered(Post.Reply reply, boolean replayed) implements PaymentReply {}

    /// Refused before anything was stored.
    record Refused(Code code) implements PaymentReply {}
}
