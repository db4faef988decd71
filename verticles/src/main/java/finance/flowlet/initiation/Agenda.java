package finance.flowlet.initiation;

import finance.flowlet.contract.initiation.ScheduleView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is to be done with an order now: the runs that are passed over, and the run that is made after
/// them, if any.
record Agenda(List<Due> skipped, @Nullable Due run) {
    /// An order may have been paused for years; what is left is decided the next time.
    static final int MAX_SKIPPED = 500;

    /// A run and its time.
    record Due(long number, Instant at) {}

    /// Decides by the order's rule for missed runs. A run was missed when the order was not active at its
    /// time, that is before `resumedAt`, or when it is late by more than `grace`.
    static Agenda of(ScheduleView order, Instant now, @Nullable Instant resumedAt, Duration grace) {
        var skipped = new ArrayList<Due>();
        var number = order.nextRun();
        while (skipped.size() < MAX_SKIPPED) {
            var at = order.dueAt(number);
            if (at == null || at.isAfter(now)) {
                return new Agenda(skipped, null);
            }
            var missed = isMissed(at, now, resumedAt, grace);
            if (!missed || isMadeUp(order, number, now, resumedAt, grace)) {
                return new Agenda(skipped, new Due(number, at));
            }
            skipped.add(new Due(number, at));
            number++;
        }
        return new Agenda(skipped, null);
    }

    private static boolean isMissed(Instant at, Instant now, @Nullable Instant resumedAt, Duration grace) {
        return (resumedAt != null && at.isBefore(resumedAt)) || at.plus(grace).isBefore(now);
    }

    /// Whether a run that was missed is made nonetheless.
    private static boolean isMadeUp(
            ScheduleView order, long number, Instant now, @Nullable Instant resumedAt, Duration grace) {
        return switch (order.catchUp()) {
            case SKIP -> false;
            case ALL -> true;
            case ONCE -> {
                var next = order.dueAt(number + 1);
                yield next == null || next.isAfter(now) || !isMissed(next, now, resumedAt, grace);
            }
        };
    }
}
