package finance.flowlet.gateway;

import finance.flowlet.contract.ledger.ListPostings.Position;
import finance.flowlet.contract.ledger.PostingView;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.InvalidIdException;
import finance.flowlet.id.TypeId;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Postings by name: the `ent_...` id that clients see, and the position in a list that a cursor holds.
final class PostingPosition {
    private static final Pattern ID = Pattern.compile("(ent_[0-9a-z]{26})_(0|[1-9][0-9]{0,4})");

    private PostingPosition() {}

    /// A posting has no id of its own in the books; it is a line of a journal entry.
    static String id(PostingView posting) {
        return TypeId.encode("ent", posting.entry().uuid()) + "_" + posting.line();
    }

    /// Reads an id of [#id]. The account version, which it does not say, is 0.
    static Optional<Position> parse(@Nullable String id) {
        var parts = ID.matcher(String.valueOf(id));
        try {
            return parts.matches()
                    ? Optional.of(new Position(
                            new EntryId(TypeId.decode("ent", parts.group(1))), Integer.parseInt(parts.group(2)), 0))
                    : Optional.empty();
        } catch (InvalidIdException _) {
            return Optional.empty();
        }
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
