package finance.flowlet.contract.payments;

import finance.flowlet.id.EntryId;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.RefundId;
import finance.flowlet.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Money that was given back for a payment.
public record RefundView(
        RefundId id,
        PaymentId payment,
        Money money,
        String reason,
        @Nullable String idempotencyKey,
        EntryId entry,
        Instant createdAt) {}
