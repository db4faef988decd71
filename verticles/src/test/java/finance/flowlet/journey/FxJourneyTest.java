package finance.flowlet.journey;

import static finance.flowlet.journey.Exchanges.exchange;
import static finance.flowlet.journey.Exchanges.quote;
import static finance.flowlet.journey.Purse.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestClock;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The life of a quote and of the exchange by it, over HTTP.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FxJourneyTest {
    private static final String NO_MARGIN = ",\"marginBasisPoints\":0";
    private final TestClock clock = new TestClock(Instant.parse("2026-01-31T12:00:00Z"));
    private final TestFlowlet world = TestFlowlet.start(TestDatabase.create(), Map.of(), clock);
    private final Api api = world.api();
    private final Exchanges fx = new Exchanges(api);
    private final Purse purse = new Purse(api);

    @AfterAll
    void close() {
        Invariants.assertHold(world);
        world.close();
    }

    /// The margin is 10 basis points; what the exact rate leaves between two units shows as a fifth
    /// posting.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sell | USD 100.00 | EUR | 0.9    | 0.8991     | 100.00 | 89.91  |
            sell | USD 0.99   | EUR | 0.9    | 0.8991     | 0.99   | 0.89   |
            sell | USD 0.31   | EUR | 0.9    | 0.8991     | 0.31   | 0.27   | EUR 0.01
            sell | USD 1.00   | JPY | 154.37 | 154.21563  | 1.00   | 154    |
            sell | USD 10.01  | JPY | 154.37 | 154.21563  | 10.01  | 1543   | JPY 1
            sell | JPY 1000   | USD | 0.0065 | 0.0064935  | 1000   | 6.49   |
            sell | KWD 1.001  | USD | 3.2552 | 3.2519448  | 1.001  | 3.25   | USD 0.01
            sell | USD 3.33   | KWD | 0.3072 | 0.3068928  | 3.33   | 1.021  | KWD 0.001
            buy  | EUR 100.00 | USD | 0.9    | 0.8991     | 111.23 | 100.00 | USD 0.01
            buy  | EUR 89.91  | USD | 0.9    | 0.8991     | 100.00 | 89.91  |
            buy  | JPY 1000   | USD | 154.37 | 154.21563  | 6.49   | 1000   | USD 0.01
            buy  | USD 10.00  | KWD | 3.2552 | 3.2519448  | 3.076  | 10.00  | KWD 0.001
            """)
    void anExchangeBalancesInEachCurrency(
            String side,
            String fixed,
            String other,
            String market,
            String rate,
            String sold,
            String bought,
            String left) {
        var parts = fixed.split(" ", -1);
        var from = side.equals("sell") ? parts[0] : other;
        var to = side.equals("sell") ? other : parts[0];
        done(fx.setRate(from, to, market, ",\"marginBasisPoints\":10"));
        var source = fx.funded("ann", from, sold);
        var target = purse.wallet("ann", to);

        var quote = done(api.post("/fx/quotes", quote(from, to, parts[1], side)));
        var exchange = done(api.post("/fx/exchanges", exchange(quote, source, target)));

        assertEquals(List.of(sold, bought, rate), amounts(quote));
        assertEquals(left == null ? "" : left.split(" ", -1)[1], quote.text("residual"));
        assertEquals(amounts(quote), amounts(exchange));
        var zero = sold.replaceAll("[0-9]", "0").replaceFirst("^0+", "0");
        assertEquals(zero, purse.available(source));
        assertEquals(bought, purse.available(target));
        var postings = fx.postings(exchange);
        assertEquals(left == null ? 4 : 5, postings.size(), postings::toString);
        assertTrue(postings.contains("user:" + from + " debit " + sold), postings::toString);
        assertTrue(postings.contains("user:" + to + " credit " + bought), postings::toString);
        if (left != null) {
            assertTrue(postings.contains("rounding:" + left.replace(" ", " credit ")), postings::toString);
        }
    }

    @Test
    void aQuoteAndAnExchangeReadBackAsTheyWereAnswered() {
        var dollars = fx.funded("ann", "USD", "10.00");
        var pounds = purse.wallet("ann", "GBP");
        var quote = done(api.post("/fx/quotes", quote("USD", "GBP", "10.00", "sell")));
        assertEquals(quote.body(), api.get("/fx/quotes/" + quote.text("id")).body());
        assertEquals("active", quote.text("status"));
        assertEquals("sandbox (fixed, made up)", quote.text("rateSource"));
        assertEquals(List.of("50", "0.7865"), List.of(quote.text("marginBasisPoints"), quote.text("marketRate")));

        var exchange = done(api.post("/fx/exchanges", exchange(quote, dollars, pounds)));

        assertEquals(
                exchange.body(), api.get("/fx/exchanges/" + exchange.text("id")).body());
        for (var filter : List.of("quoteId=" + quote.text("id"), "walletId=" + dollars, "walletId=" + pounds)) {
            assertEquals(
                    List.of(exchange.text("id")),
                    api.get("/fx/exchanges?" + filter).column("id"),
                    filter);
        }
        var used = api.get("/fx/quotes/" + quote.text("id"));
        assertEquals(List.of("used", exchange.text("createdAt")), List.of(used.text("status"), used.text("usedAt")));
        assertEquals(
                List.of("exchange", "deposit"),
                api.get("/wallets/" + dollars + "/transactions").column("type"));
    }

    @Test
    void whatWasQuotedIsWhatIsExchangedWhateverTheRateDoes() {
        done(fx.setRate("USD", "CHF", "0.9", NO_MARGIN));
        var dollars = fx.funded("ann", "USD", "300.00");
        var francs = purse.wallet("ann", "CHF");
        var quote = done(api.post("/fx/quotes", quote("USD", "CHF", "100.00", "sell")));

        done(fx.setRate("USD", "CHF", "0.5", NO_MARGIN));
        var exchange = done(api.postOnce("rerate", "/fx/exchanges", exchange(quote, dollars, francs)));
        done(fx.setRate("USD", "CHF", "0.1", NO_MARGIN));
        var again = api.postOnce("rerate", "/fx/exchanges", exchange(quote, dollars, francs));

        assertEquals("90.00", exchange.text("buyAmount"));
        assertEquals("90.00", purse.available(francs));
        assertEquals(exchange.body(), again.body());
        assertTrue(again.replayed());
        assertEquals(
                "10.00",
                api.post("/fx/quotes", quote("USD", "CHF", "100.00", "sell")).text("buyAmount"));
    }

    @Test
    void aRepeatedKeyIsAnsweredWithTheFirstQuote() {
        done(fx.setRate("USD", "SEK", "10", NO_MARGIN));
        var first = api.postOnce("quote-1", "/fx/quotes", quote("USD", "SEK", "1.00", "sell"));
        done(fx.setRate("USD", "SEK", "11", NO_MARGIN));
        clock.advance(Duration.ofMinutes(5));

        var again = api.postOnce("quote-1", "/fx/quotes", quote("USD", "SEK", "1.00", "sell"));
        var other = api.postOnce("quote-1", "/fx/quotes", quote("USD", "SEK", "2.00", "sell"));

        assertEquals("201 10.00", first.status() + " " + first.text("buyAmount"));
        assertEquals(first.body(), again.body());
        assertTrue(again.replayed());
        assertFalse(first.replayed());
        assertEquals("422 idempotency_key_reused", other.status() + " " + other.code());
        assertEquals("expired", api.get("/fx/quotes/" + first.text("id")).text("status"));
    }

    @Test
    void oneKeyAtOnceIsOneQuote() {
        var body = quote("EUR", "USD", "1.00", "sell");
        var calls = new ArrayList<Callable<Response>>();
        for (var i = 0; i < 20; i++) {
            calls.add(() -> api.postOnce("quote-2", "/fx/quotes", body));
        }

        var answers = Api.together(calls);

        assertEquals(1, answers.stream().map(Response::body).distinct().count());
        assertEquals(19, answers.stream().filter(Response::replayed).count());
    }

    @Test
    void anExpiredQuoteIsRefusedAndStaysRefused() {
        var dollars = fx.funded("ann", "USD", "10.00");
        var euros = purse.wallet("ann", "EUR");
        var body = quote("USD", "EUR", "1.00", "sell").replace("}", ",\"expiresIn\":10}");
        var inTime = done(api.post("/fx/quotes", body));
        var late = done(api.post("/fx/quotes", body));

        clock.advance(Duration.ofMillis(9_999));
        done(api.post("/fx/exchanges", exchange(inTime, dollars, euros)));
        clock.advance(Duration.ofMillis(1));
        var refused = api.postOnce("late", "/fx/exchanges", exchange(late, dollars, euros));
        var again = api.postOnce("late", "/fx/exchanges", exchange(late, dollars, euros));

        assertEquals("409 quote_expired", refused.status() + " " + refused.code());
        assertEquals(refused.withoutRequestId(), again.withoutRequestId());
        assertTrue(again.replayed());
        assertEquals("9.00", purse.available(dollars));
        assertEquals("expired", api.get("/fx/quotes/" + late.text("id")).text("status"));
    }

    @Test
    void aHundredExchangesOfOneQuoteAreOne() {
        var dollars = fx.funded("ann", "USD", "1000.00");
        var euros = purse.wallet("ann", "EUR");
        var quote = done(api.post("/fx/quotes", quote("USD", "EUR", "10.00", "sell")));
        var calls = new ArrayList<Callable<Response>>();
        for (var i = 0; i < 100; i++) {
            calls.add(() -> api.post("/fx/exchanges", exchange(quote, dollars, euros)));
        }

        var answers = Api.together(calls);

        assertEquals(
                1, answers.stream().filter(answer -> answer.status() == 201).count());
        assertEquals(
                99, answers.stream().filter(a -> a.code().equals("quote_used")).count());
        assertEquals("990.00", purse.available(dollars));
        assertEquals(quote.text("buyAmount"), purse.available(euros));
        assertEquals(
                1,
                api.get("/fx/exchanges?quoteId=" + quote.text("id"))
                        .column("id")
                        .size());
    }

    @Test
    void anIdIsTakenOnceAndASecondQuoteStaysUnused() {
        var dollars = fx.funded("ann", "USD", "10.00");
        var euros = purse.wallet("ann", "EUR");
        var first = done(api.post("/fx/quotes", quote("USD", "EUR", "1.00", "sell")));
        var second = done(api.post("/fx/quotes", quote("USD", "EUR", "1.00", "sell")));
        var id = "\"id\":\"fxe_01kav9ft00f59r7xcc7ks9t3d9\",";

        var taken =
                done(api.post("/fx/exchanges", exchange(first, dollars, euros).replaceFirst("\\{", "{" + id)));
        var refused = api.post("/fx/exchanges", exchange(second, dollars, euros).replaceFirst("\\{", "{" + id));

        assertEquals("fxe_01kav9ft00f59r7xcc7ks9t3d9", taken.text("id"));
        assertEquals("409 wallet_exists", refused.status() + " " + refused.code());
        assertEquals("active", api.get("/fx/quotes/" + second.text("id")).text("status"));
    }

    @Test
    void withoutFundsTheQuoteStaysGood() {
        var dollars = fx.funded("ann", "USD", "0.50");
        var euros = purse.wallet("ann", "EUR");
        var quote = done(api.post("/fx/quotes", quote("USD", "EUR", "1.00", "sell")));

        var refused = api.post("/fx/exchanges", exchange(quote, dollars, euros));
        done(api.post("/wallets/" + dollars + "/deposits", Purse.money("0.50", "USD")));

        assertEquals("402 insufficient_funds", refused.status() + " " + refused.code());
        done(api.post("/fx/exchanges", exchange(quote, dollars, euros)));
        assertEquals("0.00", purse.available(dollars));
    }

    private static List<String> amounts(Response reply) {
        return List.of(reply.text("sellAmount"), reply.text("buyAmount"), reply.text("rate"));
    }
}
