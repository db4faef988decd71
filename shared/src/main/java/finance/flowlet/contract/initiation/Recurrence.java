package finance.flowlet.contract.initiation;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// How an order repeats: every `interval` days, weeks or months by the calendar and the clock of `zone`, as
/// often as `count` says, and not after `until`; without either, for ever.
public record Recurrence(
        Frequency frequency,
        int interval,
        @Nullable Instant until,
        @Nullable Integer count,
        String zone) {
    /// The step from one run to the next.
    public enum Frequency {
        DAILY,
        WEEKLY,
        MONTHLY
    }

    /// When run `number` (from 1) of an order that starts at `start` is due. Every run is counted from the
    /// start, so an order for the 31st pays on the last day of a shorter month and on the 31st again after
    /// it. A time that the clocks skip is as much later; of one that they repeat it is the first.
    public Instant at(Instant start, long number) {
        var zoned = start.atZone(ZoneId.of(zone));
        var steps = Math.multiplyExact(number - 1, (long) interval);
        return (switch (frequency) {
                    case DAILY -> zoned.plusDays(steps);
                    case WEEKLY -> zoned.plusWeeks(steps);
                    case MONTHLY -> zoned.plusMonths(steps);
                })
                .toInstant();
    }
}
