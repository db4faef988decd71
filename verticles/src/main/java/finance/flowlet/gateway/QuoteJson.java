package finance.flowlet.gateway;

import finance.flowlet.contract.fx.QuoteView;
import finance.flowlet.id.QuoteId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A quote as the API shows it. `residual` is only there when rounding left something over.
record QuoteJson(
        QuoteId id,
        Currency from,
        Currency to,
        QuoteView.Side side,
        BigDecimal sellAmount,
        BigDecimal buyAmount,
        @Nullable BigDecimal residual,
        String rate,
        int marginBasisPoints,
        String marketRate,
        String rateSource,
        Instant rateAsOf,
        QuoteView.Status status,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant usedAt) {
    static QuoteJson of(QuoteView quote, QuoteView.Status status) {
        var residual = quote.residual();
        return new QuoteJson(
                quote.id(),
                quote.sell().currency(),
                quote.buy().currency(),
                quote.fixed(),
                Decimals.of(quote.sell()),
                Decimals.of(quote.buy()),
                residual.minorUnits() == 0 ? null : Decimals.of(residual),
                RateJson.text(quote.rate()),
                quote.marginBasisPoints(),
                RateJson.text(quote.market().rate()),
                quote.market().source(),
                quote.market().asOf(),
                status,
                quote.createdAt(),
                quote.expiresAt(),
                quote.usedAt());
    }
}
