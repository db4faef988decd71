package finance.flowlet.gateway;

import finance.flowlet.contract.fx.ListRates.Listed;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A rate as the API shows it: as text, because a client that reads numbers through floating point would
/// change it.
record RateJson(
        Currency from,
        Currency to,
        String rate,
        Instant asOf,
        String source,
        @Nullable Integer marginBasisPoints,
        boolean current) {
    static RateJson of(Listed listed) {
        var rate = listed.rate();
        return new RateJson(
                rate.from(),
                rate.to(),
                text(rate.rate()),
                rate.asOf(),
                rate.source(),
                rate.marginBasisPoints(),
                listed.current());
    }

    /// Without zeros that say nothing, and never with an exponent.
    static String text(BigDecimal rate) {
        return rate.stripTrailingZeros().toPlainString();
    }
}
