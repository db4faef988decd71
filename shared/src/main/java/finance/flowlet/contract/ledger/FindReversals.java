package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.TenantId;
import java.util.List;

/// Asks which of `entries` were reversed, and by which entry.
public record FindReversals(TenantId tenant, List<EntryId> entries) implements Repeatable {
    public static final Address<FindReversals, Reversals> ADDRESS =
            new Address<>("ledger.find-reversals.v1", FindReversals.class, Reversals.class);

    public FindReversals {
        entries = List.copyOf(entries);
    }

    public record Reversal(EntryId entry, EntryId reversedBy) {}

    public record Reversals(List<Reversal> reversals) {
        public Reversals {
            reversals = List.copyOf(reversals);
        }
    }
}
