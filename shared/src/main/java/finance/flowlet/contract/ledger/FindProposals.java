package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists entries that waited or wait for a second person, newest first; with `entry` set, that one alone.
public record FindProposals(
        TenantId tenant,
        @Nullable EntryId entry,
        @Nullable JournalStatus status,
        int limit,
        int offset,
        @Nullable EntryId after)
        implements Repeatable {
    public static final Address<FindProposals, Proposals> ADDRESS =
            new Address<>("ledger.find-proposals.v1", FindProposals.class, Proposals.class);

    public record Proposals(List<JournalView> proposals) {
        public Proposals {
            proposals = List.copyOf(proposals);
        }
    }
}
