package finance.flowlet.gateway;

import finance.flowlet.contract.ledger.LimitWindow;
import finance.flowlet.contract.ledger.ReadLimits.Limit;
import finance.flowlet.id.UserId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Limits in one currency as the API shows them, with what is used of them. What is not limited is left out.
record LimitsJson(
        @Nullable WalletId walletId,
        @Nullable UserId userId,
        Currency currency,
        @Nullable BigDecimal perTransaction,
        @Nullable Window daily,
        @Nullable Window monthly) {
    record Window(
            @Nullable BigDecimal amount,
            @Nullable Long count,
            Used used,
            Remaining remaining,
            @Nullable Instant resetsAt) {}

    record Used(BigDecimal amount, long count) {}

    record Remaining(@Nullable BigDecimal amount, @Nullable Long count) {}

    /// `limits` are those of one subject in `currency`.
    static LimitsJson of(@Nullable WalletId wallet, @Nullable UserId user, Currency currency, List<Limit> limits) {
        return new LimitsJson(
                wallet,
                user,
                currency,
                limits.stream()
                        .filter(limit -> limit.window() == LimitWindow.TRANSACTION)
                        .map(limit -> decimal(limit.maxAmount(), currency))
                        .findFirst()
                        .orElse(null),
                window(limits, LimitWindow.DAY),
                window(limits, LimitWindow.MONTH));
    }

    private static @Nullable Window window(List<Limit> limits, LimitWindow window) {
        return limits.stream()
                .filter(limit -> limit.window() == window)
                .map(LimitsJson::window)
                .findFirst()
                .orElse(null);
    }

    private static Window window(Limit limit) {
        return new Window(
                decimal(limit.maxAmount(), limit.currency()),
                limit.maxCount(),
                new Used(Decimals.of(limit.usedAmount(), limit.currency()), limit.usedCount()),
                new Remaining(
                        decimal(left(limit.maxAmount(), limit.usedAmount()), limit.currency()),
                        left(limit.maxCount(), limit.usedCount())),
                limit.resetsAt());
    }

    /// What is left of a maximum: nothing when it was lowered below what is used.
    private static @Nullable Long left(@Nullable Long maximum, long used) {
        return maximum == null ? null : Math.max(0, maximum - used);
    }

    private static @Nullable BigDecimal decimal(@Nullable Long minorUnits, Currency currency) {
        return minorUnits == null ? null : Decimals.of(minorUnits, currency);
    }
}
