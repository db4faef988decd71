package finance.flowlet.payments;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import finance.flowlet.bus.Wire;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.ledger.Step.Before;
import finance.flowlet.problem.Code;
import finance.flowlet.problem.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A refusal that this domain decided, as a command: only the ledger knows whether the key was used before,
/// and then the answer is what it was. A conflict of state is a business outcome, so it is kept under the
/// key; what was wrong with the question is not, nor that the wrong person asked: the right one may come
/// with the same key.
record Refusal(
        Caller caller, Post.Key key, Code code, @Nullable String current) {
    /// A step that does nothing: a command has one at least.
    static final Before NOTHING = new Before(Instant.parse("9999-12-31T00:00:00Z"), Decline.PAYMENT_STATE_CONFLICT);

    /// A problem with what the object is now.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Conflict(
            @JsonUnwrapped Problem problem, @Nullable String current) {}

    /// The command to send. The one that keeps the answer commits nothing else; the other one is always
    /// declined.
    Post post(Instant deadline) {
        var condition = kept() ? NOTHING : new Before(Instant.EPOCH, Decline.QUOTE_MISMATCH);
        return new Post(
                caller.tenant(), key, caller.requestId(), List.of(condition), List.of(), List.of(), reply(), deadline);
    }

    Post.Reply reply() {
        var problem = Problem.of(code, caller.requestId());
        return new Post.Reply(code.status(), Wire.text(new Conflict(problem, current)));
    }

    private boolean kept() {
        return (code.status() == 409 || code.status() == 402) && code != Code.SAME_PERSON;
    }
}
