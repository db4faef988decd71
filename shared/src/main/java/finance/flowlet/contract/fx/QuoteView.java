package finance.flowlet.contract.fx;

import finance.flowlet.id.QuoteId;
import finance.flowlet.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A rate that is promised until `expiresAt`: `sell` is what leaves the customer, `buy` what the customer
/// receives, whatever rates do meanwhile. `fixed` is the side that the customer named; the other one is
/// rounded to minor units in the business's favour, and `residual`, 0 or 1 minor unit of that other side's
/// currency, is what rounding left over. `rate` is units of `buy` for one unit of `sell`, exactly: the
/// market's less the margin.
public record QuoteView(
        QuoteId id,
        Side fixed,
        Money sell,
        Money buy,
        Money residual,
        BigDecimal rate,
        Market market,
        int marginBasisPoints,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant usedAt) {
    /// The side of an exchange, as the customer sees it.
    public enum Side {
        SELL,
        BUY
    }

    /// Where a quote's rate comes from: the rate of its pair as `source` told it at `asOf`, before the
    /// margin.
    public record Market(BigDecimal rate, String source, Instant asOf) {}

    /// What becomes of a quote. It is used at most once, and not from `expiresAt` on.
    public enum Status {
        ACTIVE,
        EXPIRED,
        USED
    }

    /// Where the quote stands at `now`.
    public Status statusAt(Instant now) {
        if (usedAt != null) {
            return Status.USED;
        }
        return now.isBefore(expiresAt) ? Status.ACTIVE : Status.EXPIRED;
    }
}
