package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.LedgerSettings;
import finance.flowlet.id.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// A row of `ledger.settings` as `record_settings` reads it. `amount` is in minor units.
@JsonNaming(SnakeCaseStrategy.class)
record SettingsRow(UUID tenantId, long version, List<Above> approvalAbove, String changedBy, Instant changedAt) {
    record Above(String currency, long amount) {}

    static SettingsRow of(TenantId tenant, LedgerSettings settings) {
        return new SettingsRow(
                tenant.uuid(),
                settings.version(),
                settings.approvalAbove().stream()
                        .map(most -> new Above(most.currency().code(), most.minorUnits()))
                        .toList(),
                Objects.requireNonNull(settings.changedBy()),
                Objects.requireNonNull(settings.changedAt()));
    }
}
