package finance.flowlet.payments;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.BusinessRow;
import finance.flowlet.contract.payments.RefundView;
import finance.flowlet.id.TenantId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// A row of `payments.refund` as `record_refunds` reads it. `amount` is in minor units.
@JsonNaming(SnakeCaseStrategy.class)
record RefundRow(
        UUID tenantId,
        UUID id,
        UUID paymentId,
        long amount,
        String currency,
        String reason,
        @Nullable String idempotencyKey,
        UUID entryId,
        Instant createdAt) {
    static BusinessRow of(TenantId tenant, RefundView refund) {
        var row = new RefundRow(
                tenant.uuid(),
                refund.id().uuid(),
                refund.payment().uuid(),
                refund.money().minorUnits(),
                refund.money().currency().code(),
                refund.reason(),
                refund.idempotencyKey(),
                refund.entry().uuid(),
                refund.createdAt());
        return BusinessRow.json(Post.Table.REFUNDS, Wire.text(row));
    }
}
