package finance.flowlet.contract.initiation;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.id.ScheduleId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds scheduled payments, newest first: one by `id`, or all that pass every filter that is set. A
/// customer finds its own.
public record FindSchedules(
        Caller caller,
        @Nullable ScheduleId id,
        @Nullable ScheduleStatus status,
        int limit,
        int offset,
        @Nullable ScheduleId after)
        implements Repeatable {
    public static final Address<FindSchedules, Found> ADDRESS =
            new Address<>("initiation.find-schedules.v1", FindSchedules.class, Found.class);

    /// The order of one id.
    public static FindSchedules one(Caller caller, ScheduleId id) {
        return new FindSchedules(caller, id, null, 1, 0, null);
    }

    public record Found(List<ScheduleView> schedules) {
        public Found {
            schedules = List.copyOf(schedules);
        }
    }
}
