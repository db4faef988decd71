package finance.flowlet.contract.fx;

import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A rate of the market: `rate` units of `to` for one unit of `from`, as `source` told it at `asOf`. It
/// says nothing about the other direction. `marginBasisPoints` is the tenant's own margin on this pair;
/// none means the usual one.
public record RateView(
        Currency from,
        Currency to,
        BigDecimal rate,
        Instant asOf,
        String source,
        @Nullable Integer marginBasisPoints) {
    /// What it is a rate of: `EURUSD`.
    public String pair() {
        return from.code() + to.code();
    }
}
