package finance.flowlet.journey;

import static finance.flowlet.journey.Exchanges.exchange;
import static finance.flowlet.journey.Exchanges.quote;
import static finance.flowlet.journey.Purse.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Effects;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestClock;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which rates are quoted and which are refused, who may use a quote, and where the money went, over HTTP.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FxRatesJourneyTest {
    private static final String NO_MARGIN = ",\"marginBasisPoints\":0";
    private final TestClock clock = new TestClock(Instant.parse("2026-01-31T12:00:00Z"));
    private final TestFlowlet world =
            TestFlowlet.start(TestDatabase.create(), Map.of("FLOWLET_FX_MAX_RATE_AGE_SECONDS", "600"), clock);
    private final Api api = world.api();
    private final Exchanges fx = new Exchanges(api);
    private final Purse purse = new Purse(api);

    @AfterAll
    void close() {
        Invariants.assertHold(world);
        world.close();
    }

    /// Nobody named a rate from NOK to DKK, the other direction's is known, and so are both to the dollar.
    @Test
    void aPairThatNobodyNamedIsRefusedAndNeverOne() {
        done(fx.setRate("DKK", "NOK", "1.57"));
        done(fx.setRate("NOK", "USD", "0.0897"));
        done(fx.setRate("USD", "DKK", "6.88"));

        for (var side : List.of("sell", "buy")) {
            refused("409 rate_unavailable", quote("NOK", "DKK", "100.00", side));
            refused("409 rate_unavailable", quote("XAF", "XOF", "100", side));
        }
        done(fx.setRate("NOK", "DKK", "0.6369"));
        done(api.post("/fx/quotes", quote("NOK", "DKK", "100.00", "sell")));
    }

    /// What cannot be answered now is not kept: the key works once there is a rate.
    @Test
    void aRefusedQuoteLeavesItsKeyFree() {
        var body = quote("USD", "PLN", "1.00", "sell");
        var refused = api.postOnce("later", "/fx/quotes", body);
        assertEquals("409 rate_unavailable", refused.status() + " " + refused.code());
        assertEquals("true", refused.text("retryable"));

        done(fx.setRate("USD", "PLN", "4", NO_MARGIN));

        assertEquals("4.00", done(api.postOnce("later", "/fx/quotes", body)).text("buyAmount"));
    }

    @Test
    void aStaleRateIsRefusedUntilItIsSetAnew() {
        done(fx.setRate("USD", "TRY", "32", NO_MARGIN));
        var body = quote("USD", "TRY", "1.00", "sell");
        clock.advance(Duration.ofSeconds(599));
        var inTime = done(api.post("/fx/quotes", body));
        clock.advance(Duration.ofSeconds(1));

        refused("409 rate_unavailable", body);
        assertEquals(List.of("false"), list("fromCurrency=USD&toCurrency=TRY").column("current"));
        // The promise outlives the rate that it was made at.
        var dollars = fx.funded("ann", "USD", "1.00");
        done(api.post("/fx/exchanges", exchange(inTime, dollars, purse.wallet("ann", "TRY"))));
        done(fx.setRate("USD", "TRY", "33", NO_MARGIN));
        assertEquals("33.00", done(api.post("/fx/quotes", body)).text("buyAmount"));
    }

    /// Its own rate goes before the sandbox's, even when it is too old to be quoted.
    @Test
    void aBusinessThatSetsAPairIsQuotedNothingElse() {
        var other = world.business("Umbrella");
        done(new Exchanges(other).setRate("EUR", "GBP", "0.8", ",\"asOf\":\"2026-01-31T11:00:00Z\""));
        var body = quote("EUR", "GBP", "1.00", "sell");

        var theirs = other.post("/fx/quotes", body);
        var ours = done(api.post("/fx/quotes", body));

        assertEquals("409 rate_unavailable", theirs.status() + " " + theirs.code());
        assertEquals("0.8528", ours.text("marketRate"));
        done(new Exchanges(other).setRate("EUR", "GBP", "0.8", ",\"source\":\"our desk\",\"marginBasisPoints\":100"));
        var quoted = done(other.post("/fx/quotes", body));
        assertEquals(
                List.of("our desk", "0.8", "0.792", "100", "0.79"),
                Stream.of("rateSource", "marketRate", "rate", "marginBasisPoints", "buyAmount")
                        .map(quoted::text)
                        .toList());
    }

    @Test
    void theListOfRatesIsPagedByPair() {
        var other = new Exchanges(world.business("Stark"));
        for (var currency : List.of("AUD", "BRL", "ZAR", "JPY")) {
            done(other.setRate("USD", currency, "2.5"));
        }
        done(other.setRate("USD", "BRL", "2.75"));
        var all = other.api().get("/fx/rates?limit=200");
        var pairs = pairs(all);

        assertEquals(pairs.stream().distinct().sorted().toList(), pairs);
        assertTrue(pairs.containsAll(List.of("USDAUD", "USDBRL", "USDZAR", "EURUSD")), pairs::toString);
        var walked = new ArrayList<String>();
        var cursor = "";
        do {
            var page = done(other.api().get("/fx/rates?limit=3" + cursor));
            walked.addAll(pairs(page));
            cursor = "&after=" + page.text("nextCursor");
        } while (!cursor.equals("&after="));
        assertEquals(pairs, walked);
        assertEquals(pairs.subList(5, 9), pairs(other.api().get("/fx/rates?limit=4&offset=5")));
        assertEquals(
                List.of("2.75"),
                other.api().get("/fx/rates?fromCurrency=USD&toCurrency=BRL").column("rate"));
        assertEquals(
                List.of("2.5"),
                other.api().get("/fx/rates?fromCurrency=USD&toCurrency=JPY").column("rate"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "rate":"0"                    | 422 invalid_value
            "rate":"0.000000000000"       | 422 invalid_value
            "rate":"-1"                   | 422 invalid_value
            "rate":"1e3"                  | 422 invalid_value
            "rate":"NaN"                  | 422 invalid_value
            "rate":"1,5"                  | 422 invalid_value
            "rate":"１.5"                  | 422 invalid_value
            "rate":".5"                   | 422 invalid_value
            "rate":"1."                   | 422 invalid_value
            "rate":"0.1234567890123"      | 422 invalid_value
            "rate":"1234567890"           | 422 invalid_value
            "rate":1.5                    | 422 invalid_type
            "rate":"1","to":"USD"         | 422 same_currency
            "rate":"1","asOf":"2026-01-31T23:59:59Z" | 422 invalid_value
            "rate":"1","asOf":"yesterday" | 422 invalid_date
            "rate":"1","marginBasisPoints":-1        | 422 invalid_value
            "rate":"1","marginBasisPoints":5001      | 422 invalid_value
            "rate":"1","marginBasisPoints":1.5       | 422 invalid_value
            """)
    void whatIsNoRateIsRefused(String members, String expected) {
        var body = "{\"from\":\"USD\"," + (members.contains("\"to\"") ? "" : "\"to\":\"HUF\",") + members + "}";
        assertRefused(expected, () -> api.send("PUT", "/fx/rates", body));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"from":"USD","to":"USD","amount":1,"side":"sell"}                       | 422 same_currency
            {"from":"USD","to":"XAU","amount":1,"side":"sell"}                       | 422 currency_unsupported
            {"from":"USD","to":"EUR","amount":0.001,"side":"sell"}                   | 422 amount_precision_invalid
            {"from":"USD","to":"JPY","amount":0.5,"side":"buy"}                      | 422 amount_precision_invalid
            {"from":"USD","to":"EUR","amount":0,"side":"sell"}                       | 422 amount_not_positive
            {"from":"USD","to":"EUR","amount":-1,"side":"buy"}                       | 422 amount_not_positive
            {"from":"USD","to":"EUR","amount":"1","side":"sell"}                     | 422 amount_type
            {"from":"USD","to":"EUR","amount":1e2,"side":"sell"}                     | 422 amount_invalid
            {"from":"USD","to":"EUR","amount":9223372036854775808,"side":"sell"}     | 422 amount_too_large
            {"from":"USD","to":"EUR","amount":1,"side":"SELL"}                       | 422 invalid_value
            {"from":"USD","to":"EUR","amount":1,"side":"swap"}                       | 422 invalid_value
            {"from":"USD","to":"EUR","amount":1,"side":"sell","expiresIn":0}         | 422 invalid_value
            {"from":"USD","to":"EUR","amount":1,"side":"sell","expiresIn":901}       | 422 invalid_value
            {"from":"USD","to":"EUR","amount":1,"side":"sell","expiresIn":1.5}       | 422 invalid_value
            {"from":"USD","to":"EUR","amount":1,"side":"sell","rate":"9"}            | 422 unknown_field
            {"from":"JPY","to":"USD","amount":1,"side":"sell"}                       | 422 amount_too_small
            {"from":"USD","to":"JPY","amount":999999999.99,"side":"sell"}            | 422 amount_too_large
            {"from":"USD","to":"GBP","amount":999999999.99,"side":"buy"}             | 422 amount_too_large
            """)
    void whatCannotBeQuotedIsRefused(String body, String expected) {
        refused(expected, body);
    }

    /// A hundredth of a cent would be sold for a cent, and the position would show nothing for it.
    @Test
    void whatWouldCostTheBusinessNothingIsRefused() {
        done(fx.setRate("USD", "VND", "25000", NO_MARGIN));

        refused("422 amount_too_small", quote("USD", "VND", "100", "buy"));
        assertEquals(
                "0.01",
                done(api.post("/fx/quotes", quote("USD", "VND", "200", "buy"))).text("sellAmount"));
    }

    @Test
    void anExchangeNeedsTheWalletsThatWereQuoted() {
        var dollars = fx.funded("ann", "USD", "10.00");
        var euros = purse.wallet("ann", "EUR");
        var pounds = fx.funded("ann", "GBP", "10.00");
        var quote = done(api.post("/fx/quotes", quote("USD", "EUR", "1.00", "sell")));
        var nobodys = "wal_01kav9ft00emq8k9w39qsaekf4";

        refusedExchange("422 currency_mismatch", exchange(quote, pounds, euros));
        refusedExchange("422 currency_mismatch", exchange(quote, dollars, pounds));
        refusedExchange("422 currency_mismatch", exchange(quote, euros, dollars));
        refusedExchange("422 same_wallet", exchange(quote, dollars, dollars));
        refusedExchange("404 wallet_not_found", exchange(quote, nobodys, euros));
        refusedExchange("404 wallet_not_found", exchange(quote, dollars, nobodys));
        refusedExchange(
                "404 quote_not_found",
                exchange(quote, dollars, euros).replace(quote.text("id"), "quo_01kav9ft00edqrb018tr4sjm6r"));

        done(api.post("/fx/exchanges", exchange(quote, dollars, euros)));
    }

    /// A position has no floor: money out of it would be money from nowhere.
    @Test
    void aPositionIsNoWallet() {
        done(api.post(
                "/fx/exchanges",
                exchange(
                        done(api.post("/fx/quotes", quote("USD", "EUR", "1.00", "sell"))),
                        fx.funded("ann", "USD", "1.00"),
                        purse.wallet("ann", "EUR"))));
        var position = positionOf("USD");
        var dollars = fx.funded("ann", "USD", "1.00");
        var euros = purse.wallet("ann", "EUR");
        var quote = done(api.post("/fx/quotes", quote("USD", "EUR", "1.00", "sell")));

        refusedExchange("404 wallet_not_found", exchange(quote, position, euros));
        refusedExchange("404 wallet_not_found", exchange(quote, dollars, positionOf("EUR")));
    }

    private String positionOf(String currency) {
        return api.get("/ledger/accounts?code=fx:" + currency)
                .column("id")
                .getFirst()
                .replace("acc_", "wal_");
    }

    @Test
    void aCustomerExchangesBetweenOwnWalletsByOwnQuotes() {
        var ann = world.login("ann@acme.test");
        var bob = world.login("bob@acme.test");
        var dollars = fx.funded("ann", "USD", "10.00");
        var euros = purse.wallet("ann", "EUR");
        var bobs = purse.wallet("bob", "EUR");
        var bobsDollars = fx.funded("bob", "USD", "10.00");
        var body = quote("USD", "EUR", "1.00", "sell");
        var anns = done(ann.post("/fx/quotes", body));
        var ours = done(api.post("/fx/quotes", body));
        var bobsQuote = done(bob.post("/fx/quotes", body));

        refusedExchange(ann, "404 wallet_not_found", exchange(anns, dollars, bobs));
        refusedExchange(ann, "404 wallet_not_found", exchange(anns, bobsDollars, euros));
        refusedExchange(ann, "404 quote_not_found", exchange(bobsQuote, dollars, euros));
        refusedExchange(ann, "404 quote_not_found", exchange(ours, dollars, euros));
        var exchanged = done(ann.post("/fx/exchanges", exchange(anns, dollars, euros)));
        var forBob = done(api.post("/fx/exchanges", exchange(bobsQuote, dollars, bobs)));

        var annsList = ann.get("/fx/exchanges").column("id");
        assertTrue(annsList.containsAll(List.of(exchanged.text("id"), forBob.text("id"))));
        assertEquals(List.of(forBob.text("id")), bob.get("/fx/exchanges").column("id"));
        assertEquals(404, bob.get("/fx/exchanges/" + exchanged.text("id")).status());
        assertEquals(403, ann.get("/fx/rates").status());
        assertEquals(403, ann.get("/fx/position").status());
    }

    @Test
    void thePositionIsWhatTheLedgerSays() {
        var other = world.business("Wayne");
        var theirs = new Exchanges(other);
        done(theirs.setRate("USD", "EUR", "0.9", ",\"marginBasisPoints\":100"));
        done(theirs.setRate("EUR", "USD", "1.1111"));
        done(theirs.setRate("USD", "ISK", "140"));
        assertEquals("{\"rows\":[]}", done(other.get("/fx/position")).body().replaceFirst("\"asOf\":\"[^\"]*\",", ""));

        var dollars = theirs.funded("x", "USD", "200.00");
        exchangeFor(theirs, dollars, "EUR", "99.99");
        exchangeFor(theirs, dollars, "EUR", "0.31");
        var position = done(other.get("/fx/position?in=USD"));

        // 99.99 * 0.891 = 89.09109; 0.31 * 0.891 = 0.27621, which leaves a cent to rounding.
        assertEquals(List.of("EUR", "USD"), rows(position, "currency"));
        assertEquals(List.of("-89.37", "100.30"), rows(position, "position"));
        assertEquals(List.of("0.01", "0.00"), rows(position, "rounding"));
        assertEquals(List.of("-99.29", "100.30"), rows(position, "value"));
        assertEquals("1.01", position.text("total"));
        for (var code : List.of("fx:EUR", "fx:USD", "rounding:EUR")) {
            var balance =
                    other.get("/ledger/accounts?code=" + code).column("balance").getFirst();
            var row = code.endsWith("EUR") ? 0 : 1;
            assertEquals(
                    balance,
                    rows(position, code.startsWith("fx") ? "position" : "rounding")
                            .get(row),
                    code);
        }
        exchangeFor(theirs, dollars, "ISK", "1.00");
        var without = done(other.get("/fx/position?in=USD"));
        assertEquals(List.of("EUR", "ISK", "USD"), rows(without, "currency"));
        assertEquals(List.of("-99.29", "", "101.30"), rows(without, "value"));
        assertEquals("", without.text("total"));
    }

    private static void exchangeFor(Exchanges fx, String dollars, String currency, String amount) {
        var quote = done(fx.api().post("/fx/quotes", quote("USD", currency, amount, "sell")));
        var target = new Purse(fx.api()).wallet("x", currency);
        done(fx.api().post("/fx/exchanges", exchange(quote, dollars, target)));
    }

    private static List<String> rows(Response position, String member) {
        var rows = new ArrayList<String>();
        for (var row : position.json().path("rows")) {
            var value = row.path(member);
            rows.add(value.isNumber() ? value.decimalValue().toPlainString() : value.asString(""));
        }
        return rows;
    }

    private static List<String> pairs(Response page) {
        var from = page.column("from");
        var to = page.column("to");
        var pairs = new ArrayList<String>();
        for (var i = 0; i < from.size(); i++) {
            pairs.add(from.get(i) + to.get(i));
        }
        return pairs;
    }

    private Response list(String filters) {
        return done(api.get("/fx/rates?" + filters));
    }

    private void refused(String expected, String body) {
        assertRefused(expected, () -> api.post("/fx/quotes", body));
    }

    private void refusedExchange(String expected, String body) {
        refusedExchange(api, expected, body);
    }

    private void refusedExchange(Api who, String expected, String body) {
        assertRefused(expected, () -> who.post("/fx/exchanges", body));
    }

    /// Refused, and nothing is left of it; but that a quote was not used yet may be written down.
    private void assertRefused(String expected, Supplier<Response> request) {
        try (var effects = Effects.of(world)) {
            var before = withoutGuards(effects.now());
            var answer = request.get();
            assertEquals(expected, answer.status() + " " + answer.code(), answer::body);
            assertEquals(before, withoutGuards(effects.now()));
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String withoutGuards(String effects) {
        return effects.replaceAll("ledger.guard .*\\n", "");
    }
}
