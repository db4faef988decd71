package finance.flowlet.payments;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.BusinessRow;
import finance.flowlet.contract.payments.DisputeView;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// A row of `payments.dispute` as `record_disputes` reads it. `amount` is in minor units.
@JsonNaming(SnakeCaseStrategy.class)
record DisputeRow(
        UUID tenantId,
        UUID id,
        UUID paymentId,
        long amount,
        String currency,
        String reason,
        String status,
        @Nullable String evidence,
        List<UUID> entryIds,
        long version,
        Instant createdAt,
        @Nullable Instant resolvedAt,
        @Nullable Long previousVersion) {
    static BusinessRow of(TenantId tenant, DisputeView dispute) {
        var row = new DisputeRow(
                tenant.uuid(),
                dispute.id().uuid(),
                dispute.payment().uuid(),
                dispute.money().minorUnits(),
                dispute.money().currency().code(),
                dispute.reason(),
                dispute.status().name().toLowerCase(Locale.ROOT),
                dispute.evidence(),
                dispute.entries().stream().map(EntryId::uuid).toList(),
                dispute.version(),
                dispute.createdAt(),
                dispute.resolvedAt(),
                dispute.version() == 1 ? null : (Long) (dispute.version() - 1));
        return BusinessRow.json(Post.Table.DISPUTES, Wire.text(row));
    }
}
