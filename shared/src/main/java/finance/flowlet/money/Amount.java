package finance.flowlet.money;

import java.math.BigDecimal;

/// An amount as a client wrote it: the raw text of a JSON number, not yet read, because how it must be read
/// depends on the currency beside it. Reading it through a double, or through a `long` that wraps, would
/// invent money.
public record Amount(String token) {
    /// What became of a token.
    public sealed interface Reading {}

    /// A positive amount within the limit.
    public record Read(Money money) implements Reading {}

    /// Why it is not an amount, in order of precedence.
    public enum Refused implements Reading {
        /// Not digits with an optional decimal part: an exponent, for instance.
        NOT_PLAIN_DECIMAL,
        NOT_POSITIVE,
        /// More decimals than the currency has.
        TOO_PRECISE,
        TOO_LARGE
    }

    /// Reads the token as an amount of `currency`, at most `maxMinorUnits`.
    public Reading read(Currency currency, long maxMinorUnits) {
        var reading = readFromZero(currency, maxMinorUnits);
        return reading instanceof Read(var money) && money.minorUnits() == 0 ? Refused.NOT_POSITIVE : reading;
    }

    /// [#read] of what may also be zero, such as a limit.
    public Reading readFromZero(Currency currency, long maxMinorUnits) {
        // Looked at before any conversion, so that 1e999999999 costs nothing.
        if (!isPlainDecimal()) {
            return Refused.NOT_PLAIN_DECIMAL;
        }
        var value = new BigDecimal(token);
        if (value.signum() < 0) {
            return Refused.NOT_POSITIVE;
        }
        // What counts is what was written: 100.0 is 100.00, but 100.000 dollars shows a client that thinks in other
        // units.
        if (value.scale() > currency.exponent()) {
            return Refused.TOO_PRECISE;
        }
        var minorUnits = value.movePointRight(currency.exponent());
        return minorUnits.compareTo(BigDecimal.valueOf(maxMinorUnits)) > 0
                ? Refused.TOO_LARGE
                : new Read(new Money(minorUnits.longValueExact(), currency));
    }

    private boolean isPlainDecimal() {
        var digits = false;
        var point = false;
        for (var i = 0; i < token.length(); i++) {
            var c = token.charAt(i);
            if (c >= '0' && c <= '9') {
                digits = true;
            } else if (c == '.' && digits && !point) {
                point = true;
                digits = false;
            } else if (c != '-' || i != 0) {
                return false;
            }
        }
        return digits;
    }
}
