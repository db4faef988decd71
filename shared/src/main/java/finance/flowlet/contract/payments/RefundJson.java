package finance.flowlet.contract.payments;

import com.fasterxml.jackson.annotation.JsonInclude;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.RefundId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A refund as the HTTP API shows it. `amount` is a decimal of `currency`.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RefundJson(
        RefundId id,
        PaymentId paymentId,
        BigDecimal amount,
        Currency currency,
        String reason,
        String status,
        @Nullable String idempotencyKey,
        List<EntryId> ledgerTransactionIds,
        Instant createdAt) {
    /// Renders `refund`.
    public static RefundJson of(RefundView refund) {
        var money = refund.money();
        return new RefundJson(
                refund.id(),
                refund.payment(),
                BigDecimal.valueOf(money.minorUnits(), money.currency().exponent()),
                money.currency(),
                refund.reason(),
                "completed",
                refund.idempotencyKey(),
                List.of(refund.entry()),
                refund.createdAt());
    }
}
