package finance.flowlet.journey;

import static finance.flowlet.journey.Purse.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.contract.wallets.ExpireHolds;
import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestClock;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import finance.flowlet.testing.TestPlatform;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Reserved funds, over HTTP, on a clock that only moves when it is told to. The job that writes expiries down does not
/// run by itself.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HoldsJourneyTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-01-31T12:00:00Z"));
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
    void aHoldReservesAndIsCapturedInPartsAndTheRestIsReleased() {
        var wallet = purse.funded("ann", "100.00");
        var shop = purse.wallet("shop", "USD");

        var hold = hold(wallet, "60.00", "\"toWalletId\":\"" + shop + "\",\"expiresIn\":60");
        assertEquals(List.of("active", "60.00", "0.00", "0.00"), state(hold));
        assertEquals(List.of("40.00", "100.00", "60.00"), balances(wallet));

        var first = capture(hold, "\"amount\":20.00");
        assertEquals(List.of("partially_captured", "60.00", "20.00", "0.00"), state(first));
        assertEquals(List.of("40.00", "80.00", "40.00"), balances(wallet));

        var last = capture(hold, "\"amount\":10.5,\"finalCapture\":true");
        assertEquals(List.of("captured", "60.00", "30.50", "29.50"), state(last));
        assertEquals(List.of("69.50", "69.50", "0.00"), balances(wallet));
        assertEquals("30.50", purse.available(shop));
        assertEquals(last.body(), api.get("/holds/" + hold.text("id")).body());
        assertEquals(
                List.of("1", "2", "3"),
                Stream.of(hold, first, last).map(each -> each.text("version")).toList());
        var entries = api.get("/ledger/transactions?reference=" + hold.text("id"));
        assertEquals(List.of("capture", "capture"), entries.column("kind"));
        var newest = api.get("/wallets/" + wallet + "/transactions?limit=1");
        assertEquals(
                List.of("10.50", hold.text("id")),
                List.of(
                        newest.column("amount").getFirst(),
                        newest.column("holdId").getFirst()));
        assertEquals(List.of("hold.created", "hold.captured", "hold.captured"), told(hold));
    }

    @Test
    void withoutABodyEverythingIsCaptured() {
        var wallet = purse.funded("ann", "10.00");
        var hold = hold(wallet, "7.00", "\"toWalletId\":\"" + purse.wallet("shop", "USD") + "\"");

        var captured = done(api.post("/holds/" + hold.text("id") + "/capture", null));

        assertEquals(List.of("captured", "7.00", "7.00", "0.00"), state(captured));
        assertEquals(List.of("3.00", "3.00", "0.00"), balances(wallet));
    }

    @Test
    void aReleasedHoldGivesBack() {
        var wallet = purse.funded("ann", "10.00");
        var hold = hold(wallet, "7.00", "\"toWalletId\":\"" + purse.wallet("shop", "USD") + "\"");
        capture(hold, "\"amount\":2.00");

        var released = done(api.post("/holds/" + hold.text("id") + "/release", null));

        assertEquals(List.of("released", "7.00", "2.00", "5.00"), state(released));
        assertEquals(List.of("8.00", "8.00", "0.00"), balances(wallet));
    }

    /// An expired hold was still counted until a background task had run (tigerbeetle#2118).
    @Test
    void anExpiredHoldIsNotCountedBeforeAnyJob() {
        var wallet = purse.funded("ann", "10.00");
        var shop = purse.wallet("shop", "USD");
        var hold = hold(wallet, "7.00", "\"expiresIn\":60,\"toWalletId\":\"" + shop + "\"");
        capture(hold, "\"amount\":1.00");
        clock.advance(Duration.ofMillis(59_900));
        assertEquals(List.of("3.00", "9.00", "6.00"), balances(wallet));

        clock.advance(Duration.ofMillis(100));

        assertEquals(List.of("9.00", "9.00", "0.00"), balances(wallet));
        assertEquals("9.00", api.get("/wallets/" + wallet).text("balances", "available"));
        var seen = api.get("/holds/" + hold.text("id"));
        assertEquals(List.of("expired", "7.00", "1.00", "6.00"), state(seen));
        var list = "/wallets/" + wallet + "/holds?status=";
        assertEquals(List.of(), api.get(list + "partially_captured").column("id"));
        assertEquals(List.of(hold.text("id")), api.get(list + "expired").column("id"));
        assertEquals("hold_expired", tryCapture(hold, "\"amount\":1.00").code());
        assertEquals(
                "hold_expired",
                api.post("/holds/" + hold.text("id") + "/release", null).code());

        done(purse.pay(wallet, shop, "9.00").join());
        assertEquals(List.of("0.00", "0.00", "0.00"), balances(wallet));
        expire();

        assertEquals(seen.body(), api.get("/holds/" + hold.text("id")).body());
        assertEquals(List.of("hold.created", "hold.captured", "hold.expired"), told(hold));
        assertEquals(List.of("0.00", "0.00", "0.00"), balances(wallet));
    }

    @Test
    void anExpiryIsWrittenDownOnceHoweverManyJobsRun() {
        var wallet = purse.funded("ann", "10.00");
        var holds = IntStream.range(0, 20)
                .mapToObj(_ -> hold(wallet, "0.10", "\"expiresIn\":1"))
                .toList();
        clock.advance(Duration.ofSeconds(1));

        Api.together(Stream.<Callable<Integer>>generate(() -> () -> expire())
                .limit(4)
                .toList());

        for (var hold : holds) {
            assertEquals(List.of("hold.created", "hold.expired"), told(hold));
        }
        assertEquals(List.of("10.00", "10.00", "0.00"), balances(wallet));
        assertEquals(0, expire());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "capture | capture | hold_already_resolved",
                "capture | release | hold_already_resolved",
                "release | capture | hold_already_resolved",
                "release | release | hold_already_resolved"
            })
    void aHoldIsResolvedOnce(String first, String second, String code) {
        var wallet = purse.funded("ann", "10.00");
        var hold = hold(wallet, "7.00", "\"toWalletId\":\"" + purse.wallet("shop", "USD") + "\"");
        var path = "/holds/" + hold.text("id") + "/";
        done(api.post(path + first, null));

        var refused = api.postOnce("twice-" + path, path + second, null);

        assertEquals("409 " + code, refused.status() + " " + refused.code());
        var again = api.postOnce("twice-" + path, path + second, null);
        assertEquals(refused.body(), again.body());
        assertTrue(again.replayed());
    }

    /// A hold that had been rejected could still be committed (blnk#182).
    @Test
    void aHoldThatWasDeclinedIsNeverCaptured() {
        var wallet = purse.funded("ann", "10.00");
        var id = "hold_01kav9ft00e1mvk9dnb4jrp3cz";
        var body = """
                {"id":"%s","amount":10.01,"currency":"USD"}""".formatted(id);

        var declined = api.post("/wallets/" + wallet + "/holds", body);

        assertEquals("402 insufficient_funds", declined.status() + " " + declined.code());
        assertEquals("hold_not_found", api.get("/holds/" + id).code());
        assertEquals(
                "hold_not_found", api.post("/holds/" + id + "/capture", null).code());
        assertEquals(
                "hold_not_found", api.post("/holds/" + id + "/release", null).code());
        assertEquals(List.of("10.00", "10.00", "0.00"), balances(wallet));
        done(api.post("/wallets/" + wallet + "/holds", body.replace("10.01", "10.00")));
        assertEquals(
                "wallet_exists", api.post("/wallets/" + wallet + "/holds", body).code());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"amount\":7.01                                  | 422 capture_exceeds_hold",
                "\"amount\":0                                     | 422 amount_not_positive",
                "\"amount\":-1.00                                 | 422 amount_not_positive",
                "\"amount\":1.001                                 | 422 amount_precision_invalid",
                "\"toWalletId\":\"wal_01kav9ft00emq8k9w39qsaekf4\" | 404 wallet_not_found",
                "\"toWalletId\":\"SELF\"                          | 422 same_wallet",
                "\"toWalletId\":\"EURO\",\"amount\":1.00          | 422 currency_mismatch",
                "\"finalCapture\":false                           | 422 required"
            })
    void aCaptureThatCannotBeLeavesTheHoldAsItWas(String fields, String expected) {
        var wallet = purse.funded("ann", "10.00");
        var hold = hold(wallet, "7.00", null);
        var with = fields.contains("amount") && !fields.contains("toWallet")
                ? fields + ",\"toWalletId\":\"" + purse.wallet("shop", "USD") + "\""
                : fields.replace("SELF", wallet).replace("EURO", purse.wallet("shop", "EUR"));

        var refused = tryCapture(hold, with);

        assertEquals(expected, refused.status() + " " + refused.code());
        assertEquals(hold.body(), api.get("/holds/" + hold.text("id")).body());
        assertEquals(List.of("3.00", "10.00", "7.00"), balances(wallet));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"amount\":11.00,\"currency\":\"USD\"                      | 402 insufficient_funds",
                "\"amount\":1.00,\"currency\":\"EUR\"                       | 422 currency_mismatch",
                "\"amount\":1.00,\"currency\":\"USD\",\"expiresIn\":0       | 422 invalid_value",
                "\"amount\":1.00,\"currency\":\"USD\",\"expiresIn\":2678401 | 422 invalid_value",
                "\"amount\":1.00,\"currency\":\"USD\",\"toWalletId\":\"NOBODY\"  | 404 wallet_not_found"
            })
    void aHoldThatCannotBeIsRefused(String fields, String expected) {
        var wallet = purse.funded("ann", "10.00");

        var body = "{" + fields.replace("NOBODY", "wal_01kav9ft00emq8k9w39qsaekf4") + "}";
        var refused = api.post("/wallets/" + wallet + "/holds", body);

        assertEquals(expected, refused.status() + " " + refused.code());
        assertEquals(List.of("10.00", "10.00", "0.00"), balances(wallet));
        assertEquals(List.of(), api.get("/wallets/" + wallet + "/holds").column("id"));
    }

    @Test
    void anotherReceiverThanTheAgreedOneIsRefused() {
        var wallet = purse.funded("ann", "10.00");
        var agreed = purse.wallet("shop", "USD");
        var hold = hold(wallet, "7.00", "\"toWalletId\":\"" + agreed + "\"");
        var other = purse.wallet("thief", "USD");

        assertEquals(
                "invalid_value",
                tryCapture(hold, "\"toWalletId\":\"" + other + "\"").code());
        done(tryCapture(hold, "\"toWalletId\":\"" + agreed + "\""));
        assertEquals(List.of("7.00", "0.00"), List.of(purse.available(agreed), purse.available(other)));
    }

    @Test
    void aFrozenOrClosedWalletHoldsNothingMore() {
        var wallet = purse.funded("ann", "10.00");
        var hold = hold(wallet, "7.00", "\"toWalletId\":\"" + purse.wallet("shop", "USD") + "\"");
        done(api.post("/wallets/" + wallet + "/freeze", null));

        assertEquals("wallet_frozen", tryHold(wallet, "1.00", null).code());
        assertEquals("wallet_frozen", tryCapture(hold, "\"amount\":1.00").code());
        done(api.post("/holds/" + hold.text("id") + "/release", null));
        done(api.post("/wallets/" + wallet + "/unfreeze", null));
        done(api.post("/wallets/" + wallet + "/withdrawals", Purse.money("10.00", "USD")));
        done(api.post("/wallets/" + wallet + "/close", null));
        assertEquals("wallet_closed", tryHold(wallet, "1.00", null).code());
    }

    @Test
    void customersSeeTheirHoldsAndNobodyElses() {
        var hold = hold(purse.funded("ann", "10.00"), "7.00", null);
        var path = "/holds/" + hold.text("id");
        var list = "/wallets/" + hold.text("walletId") + "/holds";
        var ann = world.login("ann@acme.test");
        var bob = world.login("bob@acme.test");

        assertEquals(hold.body(), ann.get(path).body());
        assertEquals(List.of(hold.text("id")), ann.get(list).column("id"));
        assertEquals(
                "404 hold_not_found",
                bob.get(path).status() + " " + bob.get(path).code());
        assertEquals("wallet_not_found", bob.get(list).code());
        assertEquals("forbidden", ann.post(path + "/release", null).code());
    }

    /// Two simultaneous commits of one hold both succeeded (midaz#1519).
    @Test
    void ofManyCapturesAtOnceOnlyWhatTheHoldHasIsTaken() {
        for (var round = 0; round < 5; round++) {
            var wallet = purse.funded("ann", "100.00");
            var shop = purse.wallet("shop", "USD");
            var whole = hold(wallet, "60.00", "\"toWalletId\":\"" + shop + "\"");
            var parts = hold(wallet, "30.00", "\"toWalletId\":\"" + shop + "\"");

            var answers = Api.together(IntStream.range(0, 24)
                    .<Callable<String>>mapToObj(i -> () -> i < 4
                            ? tryCapture(whole, "\"finalCapture\":true").code()
                            : tryCapture(parts, "\"amount\":4.00").code())
                    .toList());

            assertEquals(1, answers.subList(0, 4).stream().filter("200"::equals).count(), answers::toString);
            assertEquals(
                    7, answers.subList(4, 24).stream().filter("200"::equals).count(), answers::toString);
            assertTrue(
                    answers.stream().allMatch(code -> code.matches("200|hold_already_resolved|capture_exceeds_hold")),
                    answers::toString);
            assertEquals(List.of("10.00", "12.00", "2.00"), balances(wallet));
            assertEquals("88.00", purse.available(shop));
        }
    }

    @Test
    void aCaptureThatRacesAReleaseOrTheExpiryLeavesOneOfThem() {
        for (var round = 0; round < 20; round++) {
            var wallet = purse.funded("ann", "10.00");
            var shop = purse.wallet("shop", "USD");
            var hold = hold(wallet, "7.00", "\"expiresIn\":10,\"toWalletId\":\"" + shop + "\"");
            var path = "/holds/" + hold.text("id");
            var released = round % 2 == 0;

            var answers = Api.<String>together(List.of(
                    () -> api.post(path + "/capture", null).code(),
                    () -> {
                        if (released) {
                            return api.post(path + "/release", null).code();
                        }
                        clock.advance(Duration.ofSeconds(10));
                        return Integer.toString(expire());
                    },
                    () -> api.post(path + "/capture", "{\"amount\":7.00}").code()));

            var now = api.get(path);
            var taken = now.text("status").equals("captured");
            assertEquals(taken ? "7.00" : "0.00", now.text("captured"), answers::toString);
            assertEquals(taken ? "7.00" : "0.00", purse.available(shop), answers::toString);
            assertEquals(taken ? "3.00" : "10.00", purse.available(wallet), answers::toString);
            assertEquals(
                    taken ? 1 : 0,
                    Stream.of(0, 2).filter(i -> answers.get(i).equals("200")).count());
        }
    }

    @Test
    void aRepeatedKeyIsOneHoldAndOneCapture() {
        var wallet = purse.funded("ann", "10.00");
        var shop = purse.wallet("shop", "USD");
        var body = """
                {"amount":6.00,"currency":"USD","toWalletId":"%s"}""".formatted(shop);
        var path = "/wallets/" + wallet + "/holds";

        var placed = Api.together(Stream.<Callable<Response>>generate(() -> () -> api.postOnce("h1", path, body))
                .limit(8)
                .toList());
        var capture = "/holds/" + placed.getFirst().text("id") + "/capture";
        var captured = Api.together(
                Stream.<Callable<Response>>generate(() -> () -> api.postOnce("c1", capture, "{\"amount\":2.00}"))
                        .limit(8)
                        .toList());

        assertEquals(1, placed.stream().map(Response::body).distinct().count());
        assertEquals(1, captured.stream().map(Response::body).distinct().count());
        assertEquals(7, captured.stream().filter(Response::replayed).count());
        assertEquals(List.of("4.00", "8.00", "4.00"), balances(wallet));
        assertEquals(
                "idempotency_key_reused",
                api.postOnce("c1", capture, "{\"amount\":3.00}").code());
    }

    private int expire() {
        return TestPlatform.await(world.flowlet().bus().request(ExpireHolds.ADDRESS, new ExpireHolds()))
                .holds();
    }

    private Response hold(String wallet, String amount, @Nullable String more) {
        return done(tryHold(wallet, amount, more));
    }

    private Response tryHold(String wallet, String amount, @Nullable String more) {
        return api.post("/wallets/" + wallet + "/holds", """
                {"amount":%s,"currency":"USD"%s}""".formatted(amount, more == null ? "" : "," + more));
    }

    private Response capture(Response hold, String fields) {
        return done(tryCapture(hold, fields));
    }

    private Response tryCapture(Response hold, String fields) {
        return api.post("/holds/" + hold.text("id") + "/capture", "{" + fields + "}");
    }

    private List<String> balances(String wallet) {
        var balance = api.get("/wallets/" + wallet + "/balance");
        return List.of(balance.text("available"), balance.text("current"), balance.text("held"));
    }

    private static List<String> state(Response hold) {
        return List.of(hold.text("status"), hold.text("amount"), hold.text("captured"), hold.text("released"));
    }

    /// The types of the events about a hold, by their sequence.
    private List<String> told(Response hold) {
        return world.database().texts("""
                select e.event ->> 'type' from ledger.batch b, json_array_elements(b.events) as e (event)
                where e.event ->> 'objectId' = '%s' order by (e.event ->> 'sequence')::int
                """.formatted(hold.text("id")));
    }
}
