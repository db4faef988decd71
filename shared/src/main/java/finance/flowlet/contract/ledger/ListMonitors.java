package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.MonitorId;
import finance.flowlet.id.TenantId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists the active monitors of an account, or the one of an id, oldest first; at least one of the two is
/// set.
public record ListMonitors(
        TenantId tenant,
        @Nullable AccountId account,
        @Nullable MonitorId monitor) implements Repeatable {
    public static final Address<ListMonitors, Monitors> ADDRESS =
            new Address<>("ledger.list-monitors.v1", ListMonitors.class, Monitors.class);

    /// The monitors of an account.
    public ListMonitors(TenantId tenant, AccountId account) {
        this(tenant, account, null);
    }

    /// How often the balance has crossed, and when last.
    public record Monitor(
            BalanceMonitor monitor,
            long crossings,
            @Nullable Instant lastCrossedAt) {}

    public record Monitors(List<Monitor> monitors) {
        public Monitors {
            monitors = List.copyOf(monitors);
        }
    }
}
