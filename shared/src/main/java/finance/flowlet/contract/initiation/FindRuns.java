package finance.flowlet.contract.initiation;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.ScheduleId;
import finance.flowlet.id.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists the runs of a scheduled payment, newest first; whoever asks has found the order. `after` is the
/// number of the last run that was seen.
public record FindRuns(
        TenantId tenant,
        ScheduleId schedule,
        int limit,
        int offset,
        @Nullable Long after) implements Repeatable {
    public static final Address<FindRuns, Found> ADDRESS =
            new Address<>("initiation.find-runs.v1", FindRuns.class, Found.class);

    public record Found(List<RunView> runs) {
        public Found {
            runs = List.copyOf(runs);
        }
    }
}
