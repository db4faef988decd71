package finance.flowlet.contract.initiation;

import com.fasterxml.jackson.annotation.JsonInclude;
import finance.flowlet.id.ScheduleId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A scheduled payment as the HTTP API shows it. `amount` is a decimal of `currency`.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScheduleJson(
        ScheduleId id,
        WalletId fromWalletId,
        WalletId toWalletId,
        BigDecimal amount,
        Currency currency,
        String description,
        Instant startAt,
        @Nullable Repeats recurrence,
        String catchUp,
        String status,
        @Nullable String reason,
        @Nullable Instant nextRunAt,
        long runs,
        long version,
        Instant createdAt) {
    /// Renders `schedule`.
    public static ScheduleJson of(ScheduleView schedule) {
        var money = schedule.money();
        var recurrence = schedule.recurrence();
        return new ScheduleJson(
                schedule.id(),
                schedule.from(),
                schedule.to(),
                BigDecimal.valueOf(money.minorUnits(), money.currency().exponent()),
                money.currency(),
                schedule.description(),
                schedule.startAt(),
                recurrence == null ? null : Repeats.of(recurrence),
                schedule.catchUp().name().toLowerCase(Locale.ROOT),
                schedule.status().name().toLowerCase(Locale.ROOT),
                schedule.reason(),
                schedule.status() == ScheduleStatus.ACTIVE ? schedule.nextAt() : null,
                schedule.nextRun() - 1,
                schedule.version(),
                schedule.createdAt());
    }

    /// How it repeats.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Repeats(
            String frequency,
            int interval,
            @Nullable Instant until,
            @Nullable Integer count,
            String timeZone) {
        static Repeats of(Recurrence recurrence) {
            return new Repeats(
                    recurrence.frequency().name().toLowerCase(Locale.ROOT),
                    recurrence.interval(),
                    recurrence.until(),
                    recurrence.count(),
                    recurrence.zone());
        }
    }
}
