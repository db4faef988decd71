package finance.flowlet.gateway;

import finance.flowlet.contract.ledger.ListPostings.Position;
import finance.flowlet.contract.ledger.PostingView;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.TypeId;
import org.jspecify.annotations.Nullable;

/// Postings by name: the `ent_...` id that clients see, and the position in a list that a cursor holds.
final class PostingPosition {
    private PostingPosition() {}

    /// A posting has no id of its own in the books; it is a line of a journal entry.
    static String id(PostingView posting) {
        return TypeId.encode("ent", posting.entry().uuid()) + "_" + posting.line();
    }

    static String write(PostingView posting) {
        return posting.entry() + "/" + posting.line() + "/" + posting.accountVersion();
    }

    /// Reads what [#write] wrote; the cursor around it is proof that we did.
    static @Nullable Position read(@Nullable String position) {
        if (position == null) {
            return null;
        }
        var parts = position.split("/", -1);
        return new Position(EntryId.parse(parts[0]), Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
    }
}
