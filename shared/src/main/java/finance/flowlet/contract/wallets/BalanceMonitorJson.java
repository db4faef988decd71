package finance.flowlet.contract.wallets;

import com.fasterxml.jackson.annotation.JsonInclude;
import finance.flowlet.contract.ledger.ListMonitors;
import finance.flowlet.id.MonitorId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A balance monitor as the HTTP API shows it. `amount` is a decimal of `currency`.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BalanceMonitorJson(
        MonitorId id,
        WalletId walletId,
        String field,
        String condition,
        BigDecimal amount,
        Currency currency,
        long crossings,
        @Nullable Instant lastCrossedAt,
        Instant createdAt) {
    /// Renders `watched`, whose amount is in `currency`.
    public static BalanceMonitorJson of(ListMonitors.Monitor watched, Currency currency) {
        var monitor = watched.monitor();
        return new BalanceMonitorJson(
                monitor.id(),
                new WalletId(monitor.account().uuid()),
                monitor.field().name().toLowerCase(Locale.ROOT),
                monitor.condition().name().toLowerCase(Locale.ROOT),
                BigDecimal.valueOf(monitor.minorUnits(), currency.exponent()),
                currency,
                watched.crossings(),
                watched.lastCrossedAt(),
                monitor.createdAt());
    }
}
