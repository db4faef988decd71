package finance.flowlet.journey;

import static finance.flowlet.journey.Exchanges.exchange;
import static finance.flowlet.journey.Exchanges.quote;
import static finance.flowlet.journey.Purse.done;
import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestClock;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The life of a quote and what becomes of it, over HTTP.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FxJourneyTest {
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

    @Test
    void anExchangeBalancesInEachCurrency() {
        done(fx.setRate("USD", "EUR", "0.9", ",\"marginBasisPoints\":0"));
        var dollars = fx.funded("ann", "USD", "100.00");
        var euros = purse.wallet("ann", "EUR");

        var quote = done(api.post("/fx/quotes", quote("USD", "EUR", "100.00", "sell")));
        var exchange = done(api.post("/fx/exchanges", exchange(quote, dollars, euros)));

        assertEquals(List.of("100.00", "90.00", "0.9"), amounts(quote));
        assertEquals(
                List.of("fx:EUR debit 90.00", "fx:USD credit 100.00", "user:EUR credit 90.00", "user:USD debit 100.00"),
                fx.postings(exchange));
        assertEquals("0.00", purse.available(dollars));
        assertEquals("90.00", purse.available(euros));
        assertEquals("used", api.get("/fx/quotes/" + quote.text("id")).text("status"));
        assertEquals(
                exchange.body(), api.get("/fx/exchanges/" + exchange.text("id")).body());
    }

    private static List<String> amounts(Response quote) {
        return List.of(quote.text("sellAmount"), quote.text("buyAmount"), quote.text("rate"));
    }
}
