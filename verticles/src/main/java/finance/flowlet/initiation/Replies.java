package finance.flowlet.initiation;

import finance.flowlet.contract.initiation.InitiationReply;
import finance.flowlet.contract.initiation.InitiationReply.Answered;
import finance.flowlet.contract.initiation.InitiationReply.Refused;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.problem.Code;
import org.jspecify.annotations.Nullable;

/// What the ledger answered, as it is told.
final class Replies {
    private Replies() {}

    /// `key` is the client's, when it sent one: without it a repetition was our own, and the client asked
    /// once.
    static InitiationReply of(Post.Outcome outcome, Post.@Nullable Key key) {
        return switch (outcome) {
            case Post.Posted(var reply) -> new Answered(reply, false);
            case Post.Declined refusal -> new Answered(refusal.reply(), false);
            case Post.Replayed(var reply) -> new Answered(reply, key != null);
            case Post.KeyReused() -> new Refused(Code.IDEMPOTENCY_KEY_REUSED);
        };
    }
}
