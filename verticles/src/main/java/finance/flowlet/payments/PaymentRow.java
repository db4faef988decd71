package finance.flowlet.payments;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.BusinessRow;
import finance.flowlet.contract.payments.PaymentView;
import finance.flowlet.id.TenantId;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// A row of `payments.payment` as `record_payments` reads it. `amount` is in minor units.
@JsonNaming(SnakeCaseStrategy.class)
record PaymentRow(
        UUID tenantId,
        UUID id,
        UUID fromWallet,
        UUID toWallet,
        long amount,
        String currency,
        String description,
        String status,
        @Nullable String externalReference,
        @Nullable String idempotencyKey,
        UUID entryId,
        Map<String, String> metadata,
        long version,
        Instant createdAt,
        Instant completedAt) {
    /// The row of `payment`, to commit with the money.
    static BusinessRow of(TenantId tenant, PaymentView payment) {
        var row = new PaymentRow(
                tenant.uuid(),
                payment.id().uuid(),
                payment.from().uuid(),
                payment.to().uuid(),
                payment.money().minorUnits(),
                payment.money().currency().code(),
                payment.description(),
                payment.status().name().toLowerCase(Locale.ROOT),
                payment.externalReference(),
                payment.idempotencyKey(),
                payment.entry().uuid(),
                payment.metadata(),
                payment.version(),
                payment.createdAt(),
                payment.completedAt());
        return new BusinessRow(Post.Table.PAYMENTS, Wire.text(row));
    }
}
