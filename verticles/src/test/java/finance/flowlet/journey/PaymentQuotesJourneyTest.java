package finance.flowlet.journey;

import static finance.flowlet.journey.Exchanges.quote;
import static finance.flowlet.journey.Purse.done;
import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestClock;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Payments across currencies, at the rate that a quote promised or not at all.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PaymentQuotesJourneyTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-01-31T12:00:00Z"));
    private final TestFlowlet world =
            TestFlowlet.start(TestDatabase.create(), Map.of("FLOWLET_JOBS_INTERVAL_MILLIS", "3600000"), clock);
    private final Api api = world.api();
    private final Exchanges fx = new Exchanges(api);
    private final Purse purse = new Purse(api);
    private String dollars = "";
    private String euros = "";

    @BeforeEach
    void open() {
        done(fx.setRate("USD", "EUR", "0.9", ",\"marginBasisPoints\":0"));
        dollars = fx.funded("ann", "USD", "100.00");
        euros = purse.wallet("bob", "EUR");
    }

    @AfterEach
    void booksAreRight() {
        Invariants.assertHold(world);
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void theRecipientReceivesWhatWasQuoted() {
        var quote = quoted("40.00");

        var paid = done(pay(quote, "40.00", ""));

        assertEquals(
                "completed 40.00 " + quote,
                paid.text("status") + " " + paid.text("amount") + " " + paid.text("fxQuoteId"));
        assertEquals("60.00 36.00", purse.available(dollars) + " " + purse.available(euros));
        assertEquals(
                List.of("fx:EUR debit 36.00", "fx:USD credit 40.00", "user:EUR credit 36.00", "user:USD debit 40.00"),
                fx.postings(paid));
        assertEquals("used", api.get("/fx/quotes/" + quote).text("status"));
        assertEquals(paid.body(), api.get("/payments/" + paid.text("id")).body());
    }

    @Test
    void aQuoteIsGoodForOnePayment() {
        var quote = quoted("40.00");

        var codes =
                Stream.generate(() -> api.sendAsync("POST", "/payments", body(quote, "40.00", "")))
                        .limit(5)
                        .toList()
                        .stream()
                        .map(reply -> reply.join().code())
                        .collect(Collectors.groupingBy(code -> code, Collectors.counting()));

        assertEquals(Map.of("201", 1L, "quote_used", 4L), codes);
    }

    @Test
    void aQuoteThatHasExpiredOrIsForSomethingElseMovesNothing() {
        var quote = quoted("40.00");
        assertEquals("422 quote_mismatch", status(pay(quote, "40.01", "")));
        assertEquals("404 quote_not_found", status(pay("quo_01kav9ft00edqrb018tr4sjm6r", "40.00", "")));
        assertEquals("422 invalid_value", status(pay(quote, "40.00", ",\"captureMethod\":\"manual\"")));
        clock.advance(Duration.ofDays(1));

        assertEquals("409 quote_expired", status(pay(quote, "40.00", "")));
        assertEquals("100.00 0.00", purse.available(dollars) + " " + purse.available(euros));
    }

    @Test
    void anotherCurrencyThanTheQuotesIsAMismatch() {
        var yen = purse.wallet("bob", "JPY");
        var body = body(quoted("40.00"), "40.00", "").replace(euros, yen);

        assertEquals("422 currency_mismatch", status(api.post("/payments", body)));
    }

    /// The key answers what happened although its quote is used up and its time is over.
    @Test
    void aRepeatedKeyIsNoSecondUse() {
        var quote = quoted("40.00");
        var first = done(api.postOnce("fx", "/payments", body(quote, "40.00", "")));
        clock.advance(Duration.ofDays(1));

        var again = api.postOnce("fx", "/payments", body(quote, "40.00", ""));

        assertEquals(first.body(), again.body());
        assertEquals(true, again.replayed());
    }

    @Test
    void whatWasPaidByAQuoteIsNotRefundedAtAnotherRate() {
        var id = done(pay(quoted("40.00"), "40.00", "")).text("id");

        assertEquals("409 payment_state_conflict", status(api.post("/payments/" + id + "/refunds", "{}")));
        assertEquals(
                "409 payment_state_conflict", status(api.post("/payments/" + id + "/disputes", "{\"reason\":\"x\"}")));
    }

    @Test
    void aPreviewShowsWhatTheRecipientReceivesAndLeavesTheQuote() {
        var quote = quoted("40.00");

        var preview = done(api.post("/payments/preview", body(quote, "40.00", "")));

        assertEquals("36.00 EUR", preview.text("amountReceived") + " " + preview.text("receivedCurrency"));
        assertEquals("active", api.get("/fx/quotes/" + quote).text("status"));
        done(pay(quote, "40.00", ""));
    }

    private String quoted(String amount) {
        return done(api.post("/fx/quotes", quote("USD", "EUR", amount, "sell"))).text("id");
    }

    private Response pay(String quote, String amount, String more) {
        return api.post("/payments", body(quote, amount, more));
    }

    private String body(String quote, String amount, String more) {
        var body = Purse.payment(dollars, euros, amount);
        return body.substring(0, body.length() - 1) + ",\"fxQuoteId\":\"" + quote + "\"" + more + "}";
    }

    private static String status(Response response) {
        return response.status() + " " + response.code();
    }
}
