package finance.flowlet.contract.payments;

import com.fasterxml.jackson.annotation.JsonInclude;
import finance.flowlet.id.DisputeId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.PaymentId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A dispute as the HTTP API shows it. `amount` is a decimal of `currency`.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DisputeJson(
        DisputeId id,
        PaymentId paymentId,
        BigDecimal amount,
        Currency currency,
        String reason,
        String status,
        @Nullable String evidence,
        List<EntryId> ledgerTransactionIds,
        long version,
        Instant createdAt,
        @Nullable Instant resolvedAt) {
    /// Renders `dispute`.
    public static DisputeJson of(DisputeView dispute) {
        var money = dispute.money();
        return new DisputeJson(
                dispute.id(),
                dispute.payment(),
                BigDecimal.valueOf(money.minorUnits(), money.currency().exponent()),
                money.currency(),
                dispute.reason(),
                dispute.status().name().toLowerCase(Locale.ROOT),
                dispute.evidence(),
                dispute.entries(),
                dispute.version(),
                dispute.createdAt(),
                dispute.resolvedAt());
    }
}
