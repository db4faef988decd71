package finance.flowlet.fx;

import finance.flowlet.contract.fx.QuoteView.Side;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// The arithmetic of a quote, exact up to the one rounding to minor units. The customer's side is rounded
/// in the business's favour, the position's to the nearest unit, half to even; what lies between the two is
/// 0 or 1 unit.
final class Pricing {
    private static final BigDecimal ALL_BASIS_POINTS = BigDecimal.valueOf(10_000);

    private Pricing() {}

    sealed interface Outcome {}

    /// Both sides of the exchange, and what rounding left over, in the currency of the side that was
    /// rounded.
    record Priced(Money sell, Money buy, Money residual) implements Outcome {}

    /// Why there is no price.
    enum Refused implements Outcome {
        /// A side would not come to a minor unit: money for nothing, or nothing for money.
        TOO_SMALL,
        TOO_LARGE
    }

    /// The customer's rate: the market's less the margin, with every decimal of it.
    static BigDecimal less(BigDecimal market, int marginBasisPoints) {
        return market.multiply(ALL_BASIS_POINTS.subtract(BigDecimal.valueOf(marginBasisPoints)))
                .scaleByPowerOfTen(-4)
                .stripTrailingZeros();
    }

    /// What `fixed` comes to in the currency `other` at `rate` units of what is bought for one of what is
    /// sold. No side may exceed `maxMinorUnits`.
    static Outcome price(Money fixed, Side side, Currency other, BigDecimal rate, long maxMinorUnits) {
        // In minor units of `other`, were the rate one: 100 cents are 1 yen are 1000 fils.
        var units = BigDecimal.valueOf(fixed.minorUnits())
                .scaleByPowerOfTen(other.exponent() - fixed.currency().exponent());
        var most = BigDecimal.valueOf(maxMinorUnits);
        var customers = switch (side) {
            case SELL -> units.multiply(rate).setScale(0, RoundingMode.FLOOR);
            case BUY -> units.divide(rate, 0, RoundingMode.CEILING);
        };
        var positions = switch (side) {
            case SELL -> units.multiply(rate).setScale(0, RoundingMode.HALF_EVEN);
            case BUY -> units.divide(rate, 0, RoundingMode.HALF_EVEN);
        };
        if (customers.signum() == 0 || positions.signum() == 0) {
            return Refused.TOO_SMALL;
        }
        if (customers.compareTo(most) > 0) {
            return Refused.TOO_LARGE;
        }
        var counter = new Money(customers.longValueExact(), other);
        var residual = new Money(customers.subtract(positions).abs().longValueExact(), other);
        return switch (side) {
            case SELL -> new Priced(fixed, counter, residual);
            case BUY -> new Priced(counter, fixed, residual);
        };
    }
}
