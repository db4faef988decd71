package finance.flowlet.money;

import java.math.BigDecimal;

/// An amount as a whole number of minor units (cents, yen, fils) of one currency. Sums that leave the range of a
/// `long` throw; nothing wraps, and no floating-point number is involved anywhere.
public record Money(long minorUnits, Currency currency) {
    /// The sum.
    ///
    /// @throws ArithmeticException when it does not fit
    public Money plus(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot add " + other.currency + " to " + currency);
        }
        return new Money(Math.addExact(minorUnits, other.minorUnits), currency);
    }

    /// The decimal form in major units with all its decimals: `100.00`, `100` for yen, `100.000` for dinar.
    public String decimal() {
        return decimal(minorUnits, currency);
    }

    /// [#decimal] of a bare number of minor units.
    public static String decimal(long minorUnits, Currency currency) {
        return BigDecimal.valueOf(minorUnits, currency.exponent()).toPlainString();
    }

    @Override
    public String toString() {
        return decimal() + " " + currency.code();
    }
}
