package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.TenantId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists a tenant's closed periods, latest first; `after` is the end of the last one of the page before.
public record ListPeriods(
        TenantId tenant, int limit, int offset, @Nullable Instant after) implements Repeatable {
    public static final Address<ListPeriods, Periods> ADDRESS =
            new Address<>("ledger.list-periods.v1", ListPeriods.class, Periods.class);

    /// A closed period: nothing takes effect from `startsAt` until before `endsAt` any more. `startsAt` is
    /// the end of the one before, and absent for the first, which reaches back to the beginning.
    public record Period(@Nullable Instant startsAt, Instant endsAt, Instant closedAt, String closedBy) {}

    public record Periods(List<Period> periods) {
        public Periods {
            periods = List.copyOf(periods);
        }
    }
}
