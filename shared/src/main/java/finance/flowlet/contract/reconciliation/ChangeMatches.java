package finance.flowlet.contract.reconciliation;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.ReconciliationId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides by hand what the rules did not, or undoes a match whoever made it. The amounts need not agree:
/// the reason says why they differ.
public record ChangeMatches(Caller caller, Post.@Nullable Key key, ReconciliationId id, Change change)
        implements Repeatable {
    public static final Address<ChangeMatches, Reconcile.Outcome> ADDRESS =
            new Address<>("reconciliation.change-matches.v1", ChangeMatches.class, Reconcile.Outcome.class);

    @OneOf
    public sealed interface Change {}

    /// Puts open lines and open postings together.
    public record MatchByHand(List<Integer> lines, List<Posting> postings, String reason) implements Change {
        public MatchByHand {
            lines = List.copyOf(lines);
            postings = List.copyOf(postings);
        }
    }

    /// Opens a match again.
    public record Undo(int match) implements Change {}

    /// A line of a journal entry.
    public record Posting(EntryId entry, int line) {}

    @Override
    public boolean repeatable() {
        return key != null;
    }
}
