package finance.flowlet.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.contract.fx.QuoteView.Side;
import finance.flowlet.fx.Pricing.Priced;
import finance.flowlet.fx.Pricing.Refused;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The arithmetic of quotes, against fractions of whole numbers that never round.
class PricingTest {
    private static final long MAX = 99_999_999_999L;
    private static final int ROUNDS = 200_000;
    private static final List<Currency> CURRENCIES =
            List.of(Currency.of("JPY"), Currency.of("USD"), Currency.of("EUR"), Currency.of("KWD"));

    @Test
    void neitherSideIsEverCheated() {
        var seed = Long.getLong("flowlet.seed", System.nanoTime());
        System.out.println("pricing seed " + seed);
        var random = new Random(seed);
        var priced = 0;
        for (var i = 0; i < ROUNDS; i++) {
            var from = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
            var to = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
            var rate = rate(random);
            var fixed = new Money(1 + (Math.abs(random.nextLong() % MAX) >> random.nextInt(40)), from);
            var side = random.nextBoolean() ? Side.SELL : Side.BUY;
            priced += judge("seed " + seed + " round " + i, fixed, side, to, rate) ? 1 : 0;
        }
        assertTrue(priced > ROUNDS / 4, "too few prices to prove anything: " + priced);
    }

    /// Whether there was a price, which then is right.
    private static boolean judge(String round, Money fixed, Side side, Currency other, BigDecimal rate) {
        var what = round + ": " + side + " " + fixed + " " + other + " at " + rate;
        var exact = exact(fixed, side, other, rate);
        return switch (Pricing.price(fixed, side, other, rate, MAX)) {
            case Refused.TOO_SMALL -> {
                assertTrue(exact.isBelowOne(), what);
                yield false;
            }
            case Refused.TOO_LARGE -> {
                assertTrue(exact.compareTo(MAX) > 0, what);
                yield false;
            }
            case Priced(var sell, var buy, var residual) -> {
                var counter = side == Side.SELL ? buy : sell;
                assertEquals(fixed, side == Side.SELL ? sell : buy, what);
                assertEquals(other, counter.currency(), what);
                assertEquals(other, residual.currency(), what);
                assertTrue(residual.minorUnits() == 0 || residual.minorUnits() == 1, what);
                var units = counter.minorUnits();
                // The customer gives no less and gets no more than exactly, by less than a unit.
                assertTrue(
                        side == Side.SELL
                                ? exact.compareTo(units) >= 0 && exact.compareTo(units + 1) < 0
                                : exact.compareTo(units) <= 0 && exact.compareTo(units - 1) > 0,
                        what);
                var position = side == Side.SELL ? units + residual.minorUnits() : units - residual.minorUnits();
                assertTrue(exact.isWithinHalfAUnitOf(position), what);
                assertTrue(position > 0 && units > 0, what);
                yield true;
            }
        };
    }

    /// Up to twelve decimals, of every size.
    private static BigDecimal rate(Random random) {
        var digits = 1 + Math.abs(random.nextLong() >> random.nextInt(1, 63)) % 999_999_999_999L;
        return BigDecimal.valueOf(digits, random.nextInt(13));
    }

    private static Fraction exact(Money fixed, Side side, Currency other, BigDecimal rate) {
        var units = BigInteger.valueOf(fixed.minorUnits());
        var up = BigInteger.TEN.pow(other.exponent());
        var down = BigInteger.TEN.pow(fixed.currency().exponent());
        var whole = BigInteger.TEN.pow(rate.scale());
        return side == Side.SELL
                ? new Fraction(units.multiply(up).multiply(rate.unscaledValue()), down.multiply(whole))
                : new Fraction(units.multiply(up).multiply(whole), down.multiply(rate.unscaledValue()));
    }

    private record Fraction(BigInteger over, BigInteger under) {
        int compareTo(long number) {
            return over.compareTo(under.multiply(BigInteger.valueOf(number)));
        }

        boolean isBelowOne() {
            return compareTo(1) < 0;
        }

        boolean isWithinHalfAUnitOf(long number) {
            var distance =
                    over.subtract(under.multiply(BigInteger.valueOf(number))).abs();
            return distance.shiftLeft(1).compareTo(under) <= 0;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, 1",
        "1, 50, 0.995",
        "0.000000000001, 1, 0.0000000000009999",
        "999999999.999999999999, 0," + " 999999999.999999999999",
        "154.37, 10, 154.21563",
        "1, 5000, 0.5"
    })
    void theMarginLosesNoDigit(BigDecimal market, int basisPoints, BigDecimal rate) {
        assertEquals(0, rate.compareTo(Pricing.less(market, basisPoints)));
    }

    /// Half a unit goes to the even neighbour in the books, and always against the customer outside.
    @ParameterizedTest
    @CsvSource({"1, 0.5, , 0", "3, 0.5, 1, 1", "5, 0.5, 2, 0", "7, 0.5, 3, 1"})
    void halfAUnitGoesToTheEvenNeighbour(long units, BigDecimal rate, Long bought, long residual) {
        var eur = Currency.of("EUR");
        var outcome = Pricing.price(new Money(units, Currency.of("USD")), Side.SELL, eur, rate, MAX);

        assertEquals(
                bought == null
                        ? Refused.TOO_SMALL
                        : new Priced(
                                new Money(units, Currency.of("USD")), new Money(bought, eur), new Money(residual, eur)),
                outcome);
    }
}
