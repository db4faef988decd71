package finance.flowlet.contract.initiation;

import finance.flowlet.id.ScheduleId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A scheduled payment as it stands. `reason` says why it paused by itself; `nextRun` is the number of the run that
/// comes next, from 1, and `nextAt` when it is due.
public record ScheduleView(
        ScheduleId id,
        WalletId from,
        WalletId to,
        Money money,
        String description,
        Instant startAt,
        @Nullable Recurrence recurrence,
        CatchUp catchUp,
        ScheduleStatus status,
        @Nullable String reason,
        long nextRun,
        @Nullable Instant nextAt,
        long version,
        Instant createdAt) {
    /// The same order with another run next.
    public ScheduleView withNextRun(long number) {
        return new ScheduleView(
                id,
                from,
                to,
                money,
                description,
                startAt,
                recurrence,
                catchUp,
                status,
                reason,
                number,
                dueAt(number),
                version,
                createdAt);
    }

    /// When run `number` (from 1) is due; null when there is no such run.
    public @Nullable Instant dueAt(long number) {
        if (recurrence == null) {
            return number == 1 ? startAt : null;
        }
        var count = recurrence.count();
        if (count != null && number > count) {
            return null;
        }
        var at = recurrence.at(startAt, number);
        var until = recurrence.until();
        return until != null && at.isAfter(until) ? null : at;
    }
}
