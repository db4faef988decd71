package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.ListPeriods.Period;
import finance.flowlet.id.TenantId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// A row of `ledger.period` as `record_periods` reads it.
@JsonNaming(SnakeCaseStrategy.class)
record PeriodRow(UUID tenantId, @Nullable Instant startsAt, Instant endsAt, Instant closedAt, String closedBy) {
    static PeriodRow of(TenantId tenant, Period period) {
        return new PeriodRow(tenant.uuid(), period.startsAt(), period.endsAt(), period.closedAt(), period.closedBy());
    }
}
