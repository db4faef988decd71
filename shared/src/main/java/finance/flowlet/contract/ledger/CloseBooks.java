package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/// Closes a tenant's books up to the end of `month`, and so every month before it. A month that is closed
/// already is answered as it was closed.
public record CloseBooks(Clerk clerk, Post.@Nullable Key key, YearMonth month) implements Repeatable {
    public static final Address<CloseBooks, JournalReply> ADDRESS =
            new Address<>("ledger.close-books.v1", CloseBooks.class, JournalReply.class);

    @Override
    public boolean repeatable() {
        return key != null;
    }
}
