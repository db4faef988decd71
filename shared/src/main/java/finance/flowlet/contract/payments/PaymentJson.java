package finance.flowlet.contract.payments;

import com.fasterxml.jackson.annotation.JsonInclude;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A payment as the HTTP API shows it: the one place that renders it, so that the answer stored when it was made and
/// the answer of a later read are the same bytes. `amount` is a decimal of `currency`.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PaymentJson(
        PaymentId id,
        WalletId fromWalletId,
        WalletId toWalletId,
        BigDecimal amount,
        Currency currency,
        String description,
        String status,
        @Nullable String externalReference,
        @Nullable String idempotencyKey,
        List<EntryId> ledgerTransactionIds,
        SortedMap<String, String> metadata,
        long version,
        Instant createdAt,
        Instant completedAt) {
    /// Renders `payment`.
    public static PaymentJson of(PaymentView payment) {
        var money = payment.money();
        return new PaymentJson(
                payment.id(),
                payment.from(),
                payment.to(),
                BigDecimal.valueOf(money.minorUnits(), money.currency().exponent()),
                money.currency(),
                payment.description(),
                payment.status().name().toLowerCase(Locale.ROOT),
                payment.externalReference(),
                payment.idempotencyKey(),
                List.of(payment.entry()),
                new TreeMap<>(payment.metadata()),
                payment.version(),
                payment.createdAt(),
                payment.completedAt());
    }
}
