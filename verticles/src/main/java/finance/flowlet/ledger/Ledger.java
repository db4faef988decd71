package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.Reply;
import finance.flowlet.ledger.Locked.Answered;
import finance.flowlet.ledger.Locked.KeyName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The posting kernel: a pure function from locked state and commands to outcomes and rows. No I/O, no
/// clock, no randomness. Commands are judged one after another, each against the state that the one before
/// left, so a declined command never disturbs its neighbours and any split of a stream into batches gives
/// the same rows.
final class Ledger {
    /// Renders a decline as the reply that is sent and stored; the request id is the only thing it may
    /// depend on.
    @FunctionalInterface
    interface DeclineReply {
        Reply of(Refusal refusal, String requestId);
    }

    private Ledger() {}

    /// Decides a batch that takes effect at `at`.
    static Decision decide(Locked locked, List<Post> commands, Instant at, DeclineReply declineReply) {
        var books = new Books(locked);
        var outcomes = new ArrayList<Post.Outcome>(commands.size());
        for (var command : commands) {
            outcomes.add(decide(books, command, at, declineReply));
        }
        return new Decision(outcomes, books.changes());
    }

    private static Post.Outcome decide(Books books, Post command, Instant at, DeclineReply declineReply) {
        var key = KeyName.of(command.key());
        var answered = books.answer(key);
        if (answered != null) {
            return answered.fingerprint().equals(command.key().fingerprint())
                    ? new Post.Replayed(answered.reply())
                    : new Post.KeyReused();
        }
        var draft = new Draft(books, command.tenant(), at);
        command.steps().forEach(draft::apply);
        var refusal = draft.refusal();
        if (refusal.isEmpty()) {
            books.accept(draft, command);
            books.answer(key, new Answered(command.key().fingerprint(), command.reply()));
            return new Post.Posted(command.reply());
        }
        var reason = refusal.get().reason();
        var reply = declineReply.of(refusal.get(), command.requestId());
        if (reason.stored()) {
            books.answer(key, new Answered(command.key().fingerprint(), reply));
        }
        return new Post.Declined(reason, reply, refusal.get().step());
    }
}
