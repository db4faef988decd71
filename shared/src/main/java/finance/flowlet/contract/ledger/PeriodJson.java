package finance.flowlet.contract.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import finance.flowlet.contract.ledger.ListPeriods.Period;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// A closed period as the HTTP API shows it, named by its last month.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PeriodJson(
        String period, String status, @Nullable Instant startsAt, Instant endsAt, Instant closedAt, String closedBy) {
    /// Renders `period`.
    public static PeriodJson of(Period period) {
        var lastMoment = period.endsAt().minusNanos(1).atOffset(ZoneOffset.UTC);
        return new PeriodJson(
                YearMonth.from(lastMoment).toString(),
                "closed",
                period.startsAt(),
                period.endsAt(),
                period.closedAt(),
                period.closedBy());
    }
}
