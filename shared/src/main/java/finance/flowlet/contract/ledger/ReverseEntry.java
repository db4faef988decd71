package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.EntryId;
import org.jspecify.annotations.Nullable;

/// Undoes a journal entry by one with its sides swapped, once. It takes effect when it is posted, so a
/// closed period stays as it was. Only what staff or a rail wrote is undone here: a payment has refunds,
/// and its amounts would no longer be true; a reversal is corrected by an adjustment.
public record ReverseEntry(Clerk clerk, Post.@Nullable Key key, EntryId entry, String reason, boolean requireApproval)
        implements Repeatable {
    public static final Address<ReverseEntry, JournalReply> ADDRESS =
            new Address<>("ledger.reverse-entry.v1", ReverseEntry.class, JournalReply.class);

    @Override
    public boolean repeatable() {
        return key != null;
    }
}
