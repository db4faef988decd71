package finance.flowlet.journey;

import static finance.flowlet.journey.Exchanges.exchange;
import static finance.flowlet.journey.Exchanges.quote;
import static finance.flowlet.journey.Purse.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.money.Currency;
import finance.flowlet.testing.Api;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestFlowlet;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random rates, margins, amounts and decimals, from the quote to the books and back, over HTTP.
class FxPropertyTest {
    private static final int ROUNDS = 120;
    private static final BigDecimal HALF = new BigDecimal("0.5");
    /// More digits than any product here has.
    private static final MathContext EXACT_ENOUGH = new MathContext(60, RoundingMode.HALF_EVEN);

    private static final List<Currency> CURRENCIES =
            List.of(Currency.of("JPY"), Currency.of("USD"), Currency.of("EUR"), Currency.of("KWD"));
    private final long seed = Long.getLong("flowlet.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<Currency, BigDecimal> positions = new HashMap<>();
    private final Map<Currency, BigDecimal> roundings = new HashMap<>();

    @Test
    void whatTheBooksSayIsWhatWasQuoted() {
        System.out.println("fx seed " + seed);
        try (var world = TestFlowlet.start()) {
            var fx = new Exchanges(world.api());
            var wallets = new HashMap<Currency, String>();
            for (var currency : CURRENCIES) {
                wallets.put(currency, fx.funded("ann", currency.code(), "90000000"));
            }
            var done = 0;
            for (var round = 0; round < ROUNDS; round++) {
                done += exchangeOnce(fx, wallets, "seed " + seed + " round " + round) ? 1 : 0;
            }
            assertTrue(done > ROUNDS / 4, "too few exchanges to prove anything: " + done);
            assertBooks(world.api(), wallets);
            Invariants.assertHold(world);
        }
    }

    private boolean exchangeOnce(Exchanges fx, Map<Currency, String> wallets, String round) {
        var from = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
        var to = CURRENCIES.get((CURRENCIES.indexOf(from) + 1 + random.nextInt(3)) % CURRENCIES.size());
        var market = BigDecimal.valueOf(1 + random.nextInt(1 << random.nextInt(8, 24)), random.nextInt(8));
        var margin = random.nextInt(300);
        done(fx.setRate(from.code(), to.code(), market.toPlainString(), ",\"marginBasisPoints\":" + margin));
        var sells = random.nextBoolean();
        var fixed = sells ? from : to;
        var amount = BigDecimal.valueOf(1 + random.nextInt(1 << random.nextInt(8, 26)), fixed.exponent());
        var quote = fx.api()
                .post("/fx/quotes", quote(from.code(), to.code(), amount.toPlainString(), sells ? "sell" : "buy"));
        if (quote.status() == 422) {
            assertTrue(List.of("amount_too_small", "amount_too_large").contains(quote.code()), quote::body);
            return false;
        }
        var exchange =
                fx.api().post("/fx/exchanges", exchange(done(quote), wallet(wallets, from), wallet(wallets, to)));
        if (exchange.code().equals("insufficient_funds")) {
            return false;
        }
        done(exchange);
        var rate = market.multiply(BigDecimal.valueOf(10_000 - margin)).scaleByPowerOfTen(-4);
        assertEquals(0, rate.compareTo(new BigDecimal(quote.text("rate"))), round);
        var sold = new BigDecimal(quote.text("sellAmount"));
        var bought = new BigDecimal(quote.text("buyAmount"));
        var rounded = sells ? to : from;
        var exact = sells ? sold.multiply(rate) : bought.divide(rate, EXACT_ENOUGH);
        var residual = quote.text("residual").isEmpty() ? BigDecimal.ZERO : new BigDecimal(quote.text("residual"));
        var unit = BigDecimal.ONE.movePointLeft(rounded.exponent());
        var position = sells ? bought.add(residual) : sold.subtract(residual);
        assertEquals(0, amount.compareTo(sells ? sold : bought), round);
        // The customer never gets more, or gives less, than exactly.
        assertTrue((sells ? exact.subtract(bought) : sold.subtract(exact)).signum() >= 0, round);
        assertTrue(position.subtract(exact).abs().compareTo(unit.multiply(HALF)) <= 0, round);
        assertTrue(residual.signum() == 0 || residual.compareTo(unit) == 0, round);
        positions.merge(from, sells ? sold : position, BigDecimal::add);
        positions.merge(to, (sells ? position : bought).negate(), BigDecimal::add);
        roundings.merge(rounded, residual, BigDecimal::add);
        return true;
    }

    private void assertBooks(Api api, Map<Currency, String> wallets) {
        var report = done(api.get("/fx/position")).json().path("rows");
        assertEquals(positions.size(), report.size());
        for (var row : report) {
            var currency = Currency.of(row.path("currency").asString(""));
            var wallet = new BigDecimal(new Purse(api).available(wallet(wallets, currency)));
            var position = row.path("position").decimalValue();
            var rounding = row.path("rounding").decimalValue();
            assertEquals(0, position.compareTo(positions.get(currency)), "seed " + seed + " " + row);
            assertEquals(
                    0,
                    roundings.getOrDefault(currency, BigDecimal.ZERO).compareTo(rounding),
                    "seed " + seed + " " + row);
            // What came in over the rail is with the customer, in the position or in rounding.
            assertEquals(
                    0, new BigDecimal("90000000").compareTo(wallet.add(position).add(rounding)), "seed " + seed);
        }
    }

    private static String wallet(Map<Currency, String> wallets, Currency currency) {
        return Objects.requireNonNull(wallets.get(currency));
    }
}
