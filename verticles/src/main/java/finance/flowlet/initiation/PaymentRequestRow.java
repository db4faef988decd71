package finance.flowlet.initiation;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.initiation.PaymentRequestView;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.BusinessRow;
import finance.flowlet.id.TenantId;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// A row of `initiation.payment_request` as `record_payment_requests` reads it. `amount` is in minor units.
@JsonNaming(SnakeCaseStrategy.class)
record PaymentRequestRow(
        UUID tenantId,
        UUID id,
        UUID payeeId,
        UUID toWallet,
        UUID payerId,
        @Nullable UUID fromWallet,
        long amount,
        String currency,
        String description,
        String status,
        @Nullable UUID paymentId,
        Instant expiresAt,
        long version,
        @Nullable Long previousVersion,
        Instant createdAt) {
    /// The row of `request`, to commit with what made it so.
    static BusinessRow of(TenantId tenant, PaymentRequestView request) {
        var from = request.from();
        var payment = request.payment();
        var row = new PaymentRequestRow(
                tenant.uuid(),
                request.id().uuid(),
                request.payee().uuid(),
                request.to().uuid(),
                request.payer().uuid(),
                from == null ? null : from.uuid(),
                request.money().minorUnits(),
                request.money().currency().code(),
                request.description(),
                request.status().name().toLowerCase(Locale.ROOT),
                payment == null ? null : payment.uuid(),
                request.expiresAt(),
                request.version(),
                request.version() == 1 ? null : request.version() - 1,
                request.createdAt());
        return BusinessRow.json(Post.Table.PAYMENT_REQUESTS, Wire.text(row));
    }
}
