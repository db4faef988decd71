package finance.flowlet.journey;

import static finance.flowlet.journey.Exchanges.exchange;
import static finance.flowlet.journey.Exchanges.quote;
import static finance.flowlet.journey.Purse.done;
import static finance.flowlet.journey.Purse.money;
import static finance.flowlet.testing.TestFlowlet.payment;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Mistakes that others have made with money, each by the name of whom it befell, and that they do not befall us.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class D3RegressionJourneyTest {
    private static final String NOBODYS = "wal_01kav9ft00emq8k9w39qsaekf4";
    private static final String NO_MARGIN = ",\"marginBasisPoints\":0";
    private static final long NEAR_THE_END = Long.MAX_VALUE - 50;
    private final TestClock clock = new TestClock(Instant.parse("2026-01-31T12:00:00Z"));
    private final TestFlowlet world = TestFlowlet.start(TestDatabase.create(), Map.of(), clock);
    private final Api api = world.api();
    private final Exchanges fx = new Exchanges(api);
    private final Purse purse = new Purse(api);

    @AfterEach
    void booksAreRight() {
        Invariants.assertHold(world);
    }

    @AfterAll
    void close() {
        world.close();
    }

    /// blnk#238: the debit stood, the credit of an unknown destination was lost.
    @Test
    void aPaymentToNobodyLeavesThePayerWhole() {
        var from = purse.funded("ann", "10.00");

        refused("404 wallet_not_found", api.post("/payments", payment(from, NOBODYS, "1.00", "USD")));
        refused("404 wallet_not_found", api.post("/payments", payment(NOBODYS, from, "1.00", "USD")));

        assertEquals("10.00", purse.available(from));
        assertEquals(1, api.get("/wallets/" + from + "/transactions").column("id").size());
    }

    /// blnk PR#360: a transfer to oneself made money.
    @Test
    void aPaymentToOneselfIsRefused() {
        var wallet = purse.funded("ann", "10.00");

        refused("422 same_wallet", api.post("/payments", payment(wallet, wallet, "1.00", "USD")));
        refused("422 same_wallet", api.post("/v1/payments", payment(wallet, wallet, "10.00", "USD")));

        assertEquals("10.00", purse.available(wallet));
    }

    /// blnk 9bf69d2, hyperswitch#11491: a negative amount turned a movement around; precision was cut off.
    @ParameterizedTest
    @ValueSource(strings = {"-1.00", "-0.01", "0", "0.00", "1.001", "0.009", "1e2", "-1e-2", "99999999999999999999"})
    void whatIsNoAmountMovesNothingAnywhere(String amount) {
        var from = purse.funded("ann", "10.00");
        var to = purse.funded("bob", "10.00");
        var euros = purse.wallet("ann", "EUR");
        var hold = done(api.post("/wallets/" + from + "/holds", money("1.00", "USD"))).text("id");
        for (var path : List.of("/payments", "/wallets/%s/holds", "/wallets/%s/deposits", "/wallets/%s/withdrawals")) {
            var body = path.startsWith("/payments") ? payment(from, to, amount, "USD") : money(amount, "USD");
            assertEquals(422, api.post(path.formatted(from), body).status(), path);
        }
        for (var side : List.of("sell", "buy")) {
            assertEquals(422, api.post("/fx/quotes", quote("USD", "EUR", amount, side)).status(), side);
        }
        var capture = "{\"amount\":%s,\"toWalletId\":\"%s\"}".formatted(amount, to);
        assertEquals(422, api.post("/holds/" + hold + "/capture", capture).status());

        assertEquals("9.00", purse.available(from));
        assertEquals("10.00", purse.available(to));
        assertEquals("0.00", purse.available(euros));
    }

    /// blnk sql/1780963300: the rate was applied when money was reserved and forgotten when it moved, so the rate column
    /// was dropped. Ours is decided once, whatever is declined, repeated or set in between.
    @Test
    void aRateIsAppliedOnceAndStaysApplied() {
        done(fx.setRate("USD", "CHF", "0.9", NO_MARGIN));
        var dollars = fx.funded("ann", "USD", "0.01");
        var francs = purse.wallet("ann", "CHF");
        var quote = done(api.post("/fx/quotes", quote("USD", "CHF", "100.00", "sell")));
        var body = exchange(quote, dollars, francs);

        refused("402 insufficient_funds", api.postOnce("first", "/fx/exchanges", body));
        done(fx.setRate("USD", "CHF", "0.1", NO_MARGIN));
        done(api.post("/wallets/" + dollars + "/deposits", money("100.00", "USD")));
        var replayed = api.postOnce("first", "/fx/exchanges", body);
        done(api.postOnce("second", "/fx/exchanges", body));

        refused("402 insufficient_funds", replayed);
        assertTrue(replayed.replayed());
        assertEquals("90.00", purse.available(francs));
        assertEquals("0.01", purse.available(dollars));
        refused("409 quote_used", api.postOnce("third", "/fx/exchanges", body));
    }

    /// The platform before this one: an unknown pair was exchanged at 1.0.
    @Test
    void anUnknownPairIsNotOne() {
        refused("409 rate_unavailable", api.post("/fx/quotes", quote("KWD", "JPY", "1.000", "sell")));
        refused("409 rate_unavailable", api.post("/fx/quotes", quote("KWD", "JPY", "1", "buy")));
    }

    /// midaz#814, killbill#1896, TigerBeetle PR#2175: a balance left the range of its number. Ours is refused at every
    /// account that a command touches, be it a wallet's or the business's own.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBalanceNeverWraps(boolean ofTheWallet) {
        done(fx.setRate("GBP", "NZD", "2", NO_MARGIN));
        var pounds = fx.funded("ann", "GBP", "10.00");
        var kiwis = fx.funded("ann", "NZD", "5.00");
        var others = fx.funded("bob", "NZD", "2.00");
        var first = done(api.post("/fx/quotes", quote("GBP", "NZD", "1.00", "sell")));
        done(api.post("/fx/exchanges", exchange(first, pounds, kiwis)));
        var quote = done(api.post("/fx/quotes", quote("GBP", "NZD", "1.00", "sell")));
        var column = ofTheWallet ? "posted_credits" : "posted_debits";
        var account = " from ledger.account where code = '%s'"
                .formatted(ofTheWallet ? "user:" + kiwis + ":NZD" : "fx:NZD");
        var before = world.database().number("select " + column + account);
        var set = "update ledger.account set " + column + " = %d where id = (select id" + account + ")";

        world.database().execute(set.formatted(NEAR_THE_END));
        refused("422 amount_too_large", api.post("/fx/exchanges", exchange(quote, pounds, kiwis)));
        if (ofTheWallet) {
            refused("422 amount_too_large", api.post("/wallets/" + kiwis + "/deposits", money("2.00", "NZD")));
            refused("422 amount_too_large", api.post("/payments", payment(others, kiwis, "2.00", "NZD")));
        }
        assertEquals(200, api.get("/fx/position?in=USD").status());

        world.database().execute(set.formatted(before));
        done(api.post("/fx/exchanges", exchange(quote, pounds, kiwis)));
    }

    /// blnk#182, midaz#1519: a rejected hold was committed, and a committed one again.
    @Test
    void aHoldIsResolvedOnceWhoeverAsks() {
        var from = purse.funded("ann", "10.00");
        var to = purse.wallet("bob", "USD");
        var released = done(api.post("/wallets/" + from + "/holds", money("5.00", "USD"))).text("id");
        done(api.post("/holds/" + released + "/release", null));
        var capture = "{\"toWalletId\":\"%s\"}".formatted(to);

        assertEquals(409, api.post("/holds/" + released + "/capture", capture).status());
        var hold = done(api.post("/wallets/" + from + "/holds", money("5.00", "USD"))).text("id");
        var calls = new ArrayList<Callable<Response>>();
        for (var i = 0; i < 20; i++) {
            calls.add(() -> api.post("/holds/" + hold + "/capture", capture));
        }
        var answers = Api.together(calls);

        assertEquals(1, answers.stream().filter(answer -> answer.status() == 200).count());
        assertEquals(19, answers.stream().filter(answer -> answer.status() == 409).count());
        assertEquals(List.of("5.00", "5.00"), List.of(purse.available(from), purse.available(to)));
    }

    /// TigerBeetle#2118: an expired hold went on reserving until somebody swept it up.
    @Test
    void anExpiredHoldReservesNothingAtARead() {
        var from = purse.funded("ann", "10.00");
        var euros = purse.wallet("ann", "EUR");
        var body = "{\"amount\":10.00,\"currency\":\"USD\",\"expiresIn\":5}";
        done(api.post("/wallets/" + from + "/holds", body));
        var quote = done(api.post("/fx/quotes", quote("USD", "EUR", "10.00", "sell")));
        assertEquals("0.00", purse.available(from));

        clock.advance(Duration.ofSeconds(5));

        assertEquals("10.00", purse.available(from));
        done(api.post("/fx/exchanges", exchange(quote, from, euros)));
        assertEquals("0.00", purse.available(from));
    }

    /// formance#921 and #1601: a key with another request was answered 500. formance/stack#1633: one key twice at once
    /// crashed the batch. midaz#2485: a retry was applied again.
    @Test
    void aKeyMeansOneRequest() {
        var from = purse.funded("ann", "10.00");
        var euros = purse.wallet("ann", "EUR");
        var first = done(api.post("/fx/quotes", quote("USD", "EUR", "1.00", "sell")));
        var second = done(api.post("/fx/quotes", quote("USD", "EUR", "1.00", "sell")));
        var calls = new ArrayList<Callable<Response>>();
        for (var i = 0; i < 20; i++) {
            calls.add(() -> api.postOnce("both", "/fx/exchanges", exchange(first, from, euros)));
        }

        var answers = Api.together(calls);

        assertEquals(List.of(201), answers.stream().map(Response::status).distinct().toList());
        assertEquals(1, answers.stream().map(Response::body).distinct().count());
        refused(
                "422 idempotency_key_reused",
                api.postOnce("both", "/fx/exchanges", exchange(second, from, euros)));
        assertEquals("9.00", purse.available(from));
        assertEquals(
                "active", api.get("/fx/quotes/" + second.text("id")).text("status"));
    }

    /// TigerBeetle's Jepsen report: a list by several filters at once missed rows.
    @Test
    void aListBySeveralFiltersMissesNothing() {
        var from = purse.funded("ann", "10.00");
        var other = purse.funded("ann", "10.00");
        var euros = purse.wallet("ann", "EUR");
        var expected = new ArrayList<String>();
        var start = clock.instant();
        for (var i = 0; i < 6; i++) {
            clock.advance(Duration.ofSeconds(1));
            var quote = done(api.post("/fx/quotes", quote("USD", "EUR", "1.00", "sell")));
            var source = i % 2 == 0 ? from : other;
            var made = done(api.post("/fx/exchanges", exchange(quote, source, euros)));
            if (i % 2 == 0 && i > 0) {
                expected.addFirst(made.text("id"));
                assertEquals(
                        List.of(made.text("id")),
                        api.get("/fx/exchanges?walletId=%s&quoteId=%s&from=%s"
                                        .formatted(euros, quote.text("id"), start))
                                .column("id"));
            }
        }

        var path = "/fx/exchanges?walletId=%s&from=%s&to=%s"
                .formatted(from, start.plusSeconds(2), start.plusSeconds(6));
        assertEquals(expected, api.get(path).column("id"));
        var page = api.get(path + "&limit=1");
        var next = api.get(path + "&limit=1&after=" + page.text("nextCursor"));
        assertEquals(expected, List.of(page.column("id").getFirst(), next.column("id").getFirst()));
    }

    private static void refused(String expected, Response answer) {
        assertEquals(expected, answer.status() + " " + answer.code(), answer::body);
    }
}
