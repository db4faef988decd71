package finance.flowlet.ledger;

import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The limit that a command would exceed: `remaining` is what it leaves, `limit` its ceiling, in minor
/// units or, when `counts`, in transactions.
record Exceeded(
        LimitRule rule,
        boolean counts,
        long limit,
        long remaining,
        @Nullable Instant resetsAt) {
    /// The ceiling as the API shows it.
    BigDecimal limitShown() {
        return shown(limit);
    }

    /// What is left as the API shows it.
    BigDecimal remainingShown() {
        return shown(remaining);
    }

    private BigDecimal shown(long value) {
        return counts
                ? BigDecimal.valueOf(value)
                : BigDecimal.valueOf(value, currency().exponent());
    }

    private Currency currency() {
        return rule.currency();
    }
}
