package finance.flowlet.journey;

import static finance.flowlet.journey.Purse.done;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Limits on wallets and customers, over HTTP, on a clock that only moves when it is told to, with two ledger writers.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitsJourneyTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-01-30T12:00:00Z"));
    private final TestFlowlet world =
            TestFlowlet.start(TestDatabase.create(), Map.of("FLOWLET_JOBS_INTERVAL_MILLIS", "3600000"), clock);
    private final Api api = world.api();
    private final Purse purse = new Purse(api);

    @AfterAll
    void close() {
        Invariants.assertHold(world);
        world.close();
    }

    @Test
    void aDeclineSaysWhichLimitAndWhenThereIsRoomAgain() {
        var wallet = purse.funded("one", "1000.00");
        var shop = purse.wallet("shop", "USD");
        limit(wallet, "\"daily\":{\"amount\":100.00,\"count\":3}");
        done(purse.pay(wallet, shop, "60.00").join());

        var declined = purse.pay(wallet, shop, "40.01").join();

        assertEquals("402 limit_exceeded", declined.status() + " " + declined.code());
        assertEquals(List.of("100.00", "day", "40.00"), decline(declined));
        assertTrue(declined.text("resetsAt").endsWith("T00:00:00Z"), declined.body());
        done(purse.pay(wallet, shop, "20.00").join());
        done(purse.pay(wallet, shop, "20.00").join());
        assertEquals(
                List.of("100.00", "day", "0.00"),
                decline(purse.pay(wallet, shop, "0.01").join()));
        var daily = api.get("/wallets/" + wallet + "/limits");
        assertEquals(
                List.of("100.00", "3", "100.00", "3", "0.00", "0"),
                List.of(
                        daily.text("daily", "amount"),
                        daily.text("daily", "count"),
                        daily.text("daily", "used", "amount"),
                        daily.text("daily", "used", "count"),
                        daily.text("daily", "remaining", "amount"),
                        daily.text("daily", "remaining", "count")));
    }

    /// A limit on the number of transactions counts them, not what they are worth.
    @Test
    void aCountIsALimitToo() {
        var wallet = purse.funded("one", "1000.00");
        var shop = purse.wallet("shop", "USD");
        limit(wallet, "\"monthly\":{\"count\":2}");
        done(purse.pay(wallet, shop, "0.01").join());
        done(api.post("/wallets/" + wallet + "/withdrawals", Purse.money("0.01", "USD")));

        assertEquals(
                List.of("2", "month", "0"),
                decline(purse.pay(wallet, shop, "0.01").join()));
        assertEquals(
                "limit_exceeded",
                api.post("/wallets/" + wallet + "/withdrawals", Purse.money("0.01", "USD"))
                        .code());
        // What comes in is not limited.
        done(api.post("/wallets/" + wallet + "/deposits", Purse.money("5.00", "USD")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"perTransaction\":5.00        | 5.00 | 201",
                "\"perTransaction\":5.00        | 5.01 | limit_exceeded",
                "\"perTransaction\":0           | 0.01 | limit_exceeded",
                "\"daily\":{\"amount\":0}       | 0.01 | limit_exceeded",
                "\"daily\":{\"count\":0}        | 0.01 | limit_exceeded",
                "\"perTransaction\":null        | 5.01 | 201",
                "\"daily\":null,\"monthly\":{}  | 5.01 | 201",
                "\"daily\":{\"amount\":null}    | 5.01 | 201"
            })
    void zeroLetsNothingThroughAndNullIsNoLimit(String limits, String amount, String answer) {
        var wallet = purse.funded("one", "10.00");
        limit(wallet, limits);

        assertEquals(
                answer,
                purse.pay(wallet, purse.wallet("shop", "USD"), amount).join().code());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"currency\":\"EUR\",\"perTransaction\":5.00}          | 422 currency_mismatch",
                "{\"currency\":\"USD\",\"perTransaction\":-0.01}         | 422 amount_not_positive",
                "{\"currency\":\"USD\",\"perTransaction\":5.001}         | 422 amount_precision_invalid",
                "{\"currency\":\"USD\",\"daily\":{\"amount\":\"5\"}}     | 422 amount_type",
                "{\"currency\":\"USD\",\"daily\":{\"count\":-1}}         | 422 invalid_value",
                "{\"currency\":\"USD\",\"daily\":{\"weekly\":1}}         | 422 unknown_field",
                "{\"perTransaction\":5.00}                               | 422 required"
            })
    void aLimitThatCannotBeChangesNothing(String body, String expected) {
        var wallet = purse.funded("one", "10.00");
        limit(wallet, "\"perTransaction\":5.00");
        var before = api.get("/wallets/" + wallet + "/limits");

        var refused = api.send("PUT", "/wallets/" + wallet + "/limits", body);

        assertEquals(expected, refused.status() + " " + refused.code());
        assertEquals(before.body(), api.get("/wallets/" + wallet + "/limits").body());
    }

    /// Controls that a customer set were enforced by nobody (open-bank-oss#8809).
    @Test
    void thePaymentAfterAPutObeysTheNewLimit() {
        var wallet = purse.funded("one", "100.00");
        var shop = purse.wallet("shop", "USD");
        done(purse.pay(wallet, shop, "10.00").join());
        assertEquals("standard", api.get("/wallets/" + wallet).text("limitsProfile"));

        var put = limit(wallet, "\"daily\":{\"amount\":15.00}");

        assertEquals("10.00", put.text("daily", "used", "amount"), "what was spent this morning counts");
        assertEquals("custom", api.get("/wallets/" + wallet).text("limitsProfile"));
        assertEquals("limit_exceeded", purse.pay(wallet, shop, "5.01").join().code());
        limit(wallet, "\"daily\":{\"amount\":20.00}");
        done(purse.pay(wallet, shop, "5.01").join());
        limit(wallet, "\"daily\":{\"amount\":1.00}");
        assertEquals(
                List.of("1.00", "day", "0.00"),
                decline(purse.pay(wallet, shop, "0.01").join()));
        limit(wallet, "\"perTransaction\":null");
        assertEquals("standard", api.get("/wallets/" + wallet).text("limitsProfile"));
        done(purse.pay(wallet, shop, "50.00").join());
    }

    @Test
    void aDailyLimitIsNeverExceededByAHundredPaymentsAtOnce() {
        var wallet = purse.funded("one", "1000.00");
        var shops =
                IntStream.range(0, 4).mapToObj(_ -> purse.wallet("shop", "USD")).toList();
        limit(wallet, "\"daily\":{\"amount\":50.00}");

        var answers = Api.together(IntStream.range(0, 100)
                .<Callable<String>>mapToObj(i ->
                        () -> purse.pay(wallet, shops.get(i % 4), "3.00").join().code())
                .toList());

        assertEquals(16, answers.stream().filter("201"::equals).count());
        assertEquals(84, answers.stream().filter("limit_exceeded"::equals).count(), answers::toString);
        assertEquals("952.00", purse.available(wallet));
        assertEquals("48.00", api.get("/wallets/" + wallet + "/limits").text("daily", "used", "amount"));
    }

    /// Two wallets under one limit of their owner: what each alone would allow, both together must not (R9).
    @Test
    void twoWalletsOfOneCustomerKeepTheirCommonLimit() {
        for (var round = 0; round < 5; round++) {
            var owner = "skew" + round;
            var first = purse.funded(owner, "100.00");
            var second = purse.funded(owner, "100.00");
            var shop = purse.wallet("shop", "USD");
            var user = api.get("/wallets/" + first).text("userId");
            done(api.send("PUT", "/customers/" + user + "/limits", """
                    {"currency":"USD","daily":{"amount":100.00}}"""));

            var answers = Api.together(IntStream.range(0, 20)
                    .<Callable<String>>mapToObj(i -> () -> (i % 3 == 0
                                    ? api.post("/wallets/" + first + "/withdrawals", Purse.money("30.00", "USD"))
                                    : purse.pay(i % 2 == 0 ? first : second, shop, "30.00")
                                            .join())
                            .code())
                    .toList());

            assertEquals(3, answers.stream().filter("201"::equals).count(), answers::toString);
            assertEquals(17, answers.stream().filter("limit_exceeded"::equals).count(), answers::toString);
            var limits = api.get("/customers/" + user + "/limits");
            assertEquals(
                    "90.00",
                    limits.json()
                            .at("/limits/0/daily/used/amount")
                            .decimalValue()
                            .toPlainString());
        }
    }

    /// A limit that is set while money is leaving counts all of it, whoever comes first.
    @Test
    void aLimitThatIsSetAmidPaymentsMissesNone() {
        for (var round = 0; round < 5; round++) {
            var wallet = purse.funded("amid" + round, "1000.00");
            var shop = purse.wallet("shop", "USD");
            var answers = Api.together(IntStream.range(0, 40)
                    .<Callable<String>>mapToObj(i -> () -> i == 10
                            ? limit(wallet, "\"daily\":{\"amount\":20.00}").code()
                            : purse.pay(wallet, shop, "1.00").join().code())
                    .toList());

            var paid = answers.stream().filter("201"::equals).count();
            assertTrue(paid >= 20, answers::toString);
            assertEquals(paid + ".00", api.get("/wallets/" + wallet + "/limits").text("daily", "used", "amount"));
        }
    }

    @Test
    void aHoldCountsWhenItIsPlacedAndGivesBackWhatItDidNotUse() {
        var wallet = purse.funded("one", "100.00");
        var shop = purse.wallet("shop", "USD");
        limit(wallet, "\"daily\":{\"amount\":50.00,\"count\":2}");
        var holds = "/wallets/" + wallet + "/holds";
        var body = """
                {"amount":40.00,"currency":"USD","expiresIn":60,"toWalletId":"%s"}""".formatted(shop);

        var released = done(api.post(holds, body));
        assertEquals("limit_exceeded", api.post(holds, body).code());
        done(api.post("/holds/" + released.text("id") + "/release", null));
        var captured = done(api.post(holds, body));
        done(api.post("/holds/" + captured.text("id") + "/capture", "{\"amount\":15.00,\"finalCapture\":true}"));
        assertEquals("15.00", api.get("/wallets/" + wallet + "/limits").text("daily", "used", "amount"));
        var expired = done(api.post(holds, body.replace("40.00", "35.00")));
        assertEquals(
                List.of("50.00", "day", "0.00"),
                decline(purse.pay(wallet, shop, "0.01").join()));
        clock.advance(Duration.ofSeconds(60));

        done(purse.pay(wallet, shop, "35.00").join());

        assertEquals("expired", api.get("/holds/" + expired.text("id")).text("status"));
        assertEquals("limit_exceeded", purse.pay(wallet, shop, "0.01").join().code());
    }

    @Test
    void aNewDayAndANewMonthBeginAtMidnight() {
        var wallet = purse.funded("calendar", "1000.00");
        var shop = purse.wallet("shop", "USD");
        limit(wallet, "\"daily\":{\"amount\":10.00},\"monthly\":{\"amount\":15.00}");
        done(purse.pay(wallet, shop, "10.00").join());
        var full = purse.pay(wallet, shop, "0.01").join();
        assertEquals("day", full.text("window"));
        clock.advance(Duration.between(
                clock.instant(), Instant.parse(full.text("resetsAt")).minusMillis(1)));
        assertEquals("limit_exceeded", purse.pay(wallet, shop, "0.01").join().code());

        clock.advance(Duration.ofMillis(1));

        done(purse.pay(wallet, shop, "5.00").join());
        var month = purse.pay(wallet, shop, "0.01").join();
        assertEquals(List.of("15.00", "month", "0.00"), decline(month));
        clock.advance(Duration.between(clock.instant(), Instant.parse(month.text("resetsAt"))));
        var fresh = api.get("/wallets/" + wallet + "/limits");
        assertEquals(
                List.of("0.00", "0.00"),
                List.of(fresh.text("daily", "used", "amount"), fresh.text("monthly", "used", "amount")));
        done(purse.pay(wallet, shop, "10.00").join());
    }

    @Test
    void customersReadTheirOwnLimitsAndSetNone() {
        var wallet = world.wallet("ann", "USD", "10.00");
        var ann = world.login("ann@acme.test");
        var bob = world.login("bob@acme.test");
        var path = "/customers/" + api.get("/wallets/" + wallet).text("userId") + "/limits";
        var body = "{\"currency\":\"EUR\",\"monthly\":{\"amount\":7.00}}";

        var put = done(api.send("PUT", path, body));

        assertEquals(put.body(), ann.get(path).body());
        assertEquals("EUR", put.json().at("/limits/0/currency").asString(""));
        assertEquals("user_not_found", bob.get(path).code());
        assertEquals("forbidden", ann.send("PUT", path, body).code());
        assertEquals(
                "forbidden",
                ann.send("PUT", "/wallets/" + wallet + "/limits", body).code());
        assertEquals(
                "user_not_found",
                api.get("/customers/usr_01kav9ft00e4ma4jz41b93y214/limits").code());
        assertEquals(
                "[]",
                done(api.send("PUT", path, "{\"currency\":\"EUR\"}"))
                        .json()
                        .at("/limits")
                        .toString());
    }

    private Response limit(String wallet, String limits) {
        return done(api.send("PUT", "/wallets/" + wallet + "/limits", "{\"currency\":\"USD\"," + limits + "}"));
    }

    private static List<String> decline(Response declined) {
        assertEquals("limit_exceeded", declined.code(), declined::body);
        return List.of(declined.text("limit"), declined.text("window"), declined.text("remaining"));
    }
}
