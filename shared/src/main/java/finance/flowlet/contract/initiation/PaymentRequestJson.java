package finance.flowlet.contract.initiation;

import com.fasterxml.jackson.annotation.JsonInclude;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.PaymentRequestId;
import finance.flowlet.id.UserId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A request to be paid as the HTTP API shows it. `amount` is a decimal of `currency`.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PaymentRequestJson(
        PaymentRequestId id,
        WalletId toWalletId,
        UserId fromUserId,
        @Nullable WalletId fromWalletId,
        BigDecimal amount,
        Currency currency,
        String description,
        String status,
        @Nullable PaymentId paymentId,
        Instant expiresAt,
        long version,
        Instant createdAt) {
    /// Renders `request`.
    public static PaymentRequestJson of(PaymentRequestView request) {
        var money = request.money();
        return new PaymentRequestJson(
                request.id(),
                request.to(),
                request.payer(),
                request.from(),
                BigDecimal.valueOf(money.minorUnits(), money.currency().exponent()),
                money.currency(),
                request.description(),
                request.status().name().toLowerCase(Locale.ROOT),
                request.payment(),
                request.expiresAt(),
                request.version(),
                request.createdAt());
    }
}
