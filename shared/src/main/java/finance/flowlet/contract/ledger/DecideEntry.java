package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.EntryId;
import org.jspecify.annotations.Nullable;

/// A person decides on a proposed entry. Who asked for it may take it back, but not approve it. `reason`
/// says why it is rejected.
public record DecideEntry(Clerk clerk, Post.@Nullable Key key, EntryId entry, Verdict verdict, String reason)
        implements Repeatable {
    public static final Address<DecideEntry, JournalReply> ADDRESS =
            new Address<>("ledger.decide-entry.v1", DecideEntry.class, JournalReply.class);

    /// What the person says.
    public enum Verdict {
        APPROVE,
        REJECT
    }

    @Override
    public boolean repeatable() {
        return key != null;
    }
}
