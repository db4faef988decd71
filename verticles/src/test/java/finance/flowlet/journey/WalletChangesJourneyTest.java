package finance.flowlet.journey;

import static finance.flowlet.journey.Purse.done;
import static finance.flowlet.journey.Purse.money;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestFlowlet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What may be changed about a wallet, over HTTP: its overdraft, which way it is frozen, its metadata, its end.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WalletChangesJourneyTest {
    private final TestFlowlet world = TestFlowlet.start();
    private final Api api = world.api();
    private final Purse purse = new Purse(api);

    @AfterAll
    void close() {
        Invariants.assertHold(world);
        world.close();
    }

    @Test
    void anOverdraftIsAvailableAndIsTakenAwayOnlyWhenItIsNotInUse() {
        var wallet = purse.funded("ann", "10.00");
        var shop = purse.wallet("shop", "USD");
        assertEquals(
                "insufficient_funds", purse.pay(wallet, shop, "10.01").join().code());

        var changed = done(overdraft(wallet, "50.00"));

        assertEquals(changed.body(), api.get("/wallets/" + wallet).body());
        assertEquals("2", changed.text("version"));
        assertEquals(List.of("60.00", "10.00", "0.00", "50.00"), balances(wallet));
        done(purse.pay(wallet, shop, "40.00").join());
        assertEquals(List.of("20.00", "-30.00", "0.00", "50.00"), balances(wallet));
        assertEquals(
                "insufficient_funds", purse.pay(wallet, shop, "20.01").join().code());
        var refused = overdraft(wallet, "29.99");
        assertEquals("409 overdraft_in_use", refused.status() + " " + refused.code());
        done(overdraft(wallet, "30.00"));
        assertEquals(List.of("0.00", "-30.00", "0.00", "30.00"), balances(wallet));
        assertEquals(
                "wallet_not_empty",
                api.post("/wallets/" + wallet + "/close", null).code());
        done(api.post("/wallets/" + wallet + "/deposits", money("30.00", "USD")));
        done(overdraft(wallet, "0"));
        assertEquals(List.of("0.00", "0.00", "0.00", "0.00"), balances(wallet));
    }

    /// Canceling a hold that had used the overdraft left money available and the overdraft in use at once
    /// (midaz#2317).
    @Test
    void aHoldOnTheOverdraftLeavesNothingBehindWhenItIsReleased() {
        var wallet = purse.funded("ann", "10.00");
        var shop = purse.wallet("shop", "USD");
        done(overdraft(wallet, "100.00"));
        var hold = done(api.post("/wallets/" + wallet + "/holds", """
                {"amount":70.00,"currency":"USD","toWalletId":"%s"}""".formatted(shop)));
        assertEquals(List.of("40.00", "10.00", "70.00", "100.00"), balances(wallet));
        assertEquals("overdraft_in_use", overdraft(wallet, "59.99").code());
        done(api.post("/holds/" + hold.text("id") + "/capture", "{\"amount\":20.00}"));
        assertEquals(List.of("40.00", "-10.00", "50.00", "100.00"), balances(wallet));

        done(api.post("/holds/" + hold.text("id") + "/release", null));

        assertEquals(List.of("90.00", "-10.00", "0.00", "100.00"), balances(wallet));
        done(overdraft(wallet, "10.00"));
        assertEquals(List.of("0.00", "-10.00", "0.00", "10.00"), balances(wallet));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"limit\":1.00,\"currency\":\"EUR\"}  | 422 currency_mismatch",
                "{\"limit\":-1.00,\"currency\":\"USD\"} | 422 amount_not_positive",
                "{\"limit\":1.001,\"currency\":\"USD\"} | 422 amount_precision_invalid",
                "{\"limit\":\"1\",\"currency\":\"USD\"} | 422 amount_type",
                "{\"limit\":1.00}                       | 422 required"
            })
    void anOverdraftThatCannotBeIsRefused(String body, String expected) {
        var wallet = purse.wallet("ann", "USD");

        var refused = api.send("PUT", "/wallets/" + wallet + "/overdraft", body);

        assertEquals(expected, refused.status() + " " + refused.code());
        assertEquals(List.of("0.00", "0.00", "0.00", "0.00"), balances(wallet));
    }

    /// Whatever races, nobody spends more than the overdraft that was in force, and lowering it never strands the
    /// wallet
    /// below its floor.
    @Test
    void loweringAnOverdraftRacesPaymentsSafely() {
        for (var round = 0; round < 5; round++) {
            var wallet = purse.wallet("racer", "USD");
            var shop = purse.wallet("shop", "USD");
            done(overdraft(wallet, "20.00"));

            var answers = Api.together(IntStream.range(0, 30)
                    .<Callable<String>>mapToObj(i -> () -> i % 10 == 3
                            ? overdraft(wallet, "5.00").code()
                            : purse.pay(wallet, shop, "1.00").join().code())
                    .toList());

            var paid = answers.stream().filter("201"::equals).count();
            var lowered = answers.contains("200");
            var balance = balances(wallet);
            assertEquals(paid == 0 ? "0.00" : "-" + paid + ".00", balance.get(1), answers::toString);
            assertEquals(lowered ? "5.00" : "20.00", balance.get(3), answers::toString);
            assertTrue(paid <= (lowered ? 5 : 20), answers::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "in,   false, true,  201, wallet_frozen",
        "out,  true,  false, wallet_frozen, 201",
        "both, false, false, wallet_frozen, wallet_frozen"
    })
    void aWalletIsFrozenInOneDirectionOrBoth(String direction, boolean receives, boolean sends, String out, String in) {
        var wallet = purse.funded("ann", "10.00");
        var other = purse.funded("bob", "10.00");

        var frozen = done(api.post("/wallets/" + wallet + "/freeze", "{\"direction\":\"" + direction + "\"}"));

        assertEquals(
                List.of("frozen", direction, Boolean.toString(sends), Boolean.toString(receives)),
                List.of(
                        frozen.text("status"),
                        frozen.text("freezeDirection"),
                        frozen.text("capabilities", "send"),
                        frozen.text("capabilities", "receive")));
        assertEquals(frozen.body(), api.get("/wallets/" + wallet).body());
        assertEquals(out, purse.pay(wallet, other, "1.00").join().code());
        assertEquals(in, purse.pay(other, wallet, "1.00").join().code());
        var again = api.post("/wallets/" + wallet + "/freeze", "{\"direction\":\"" + direction + "\"}");
        assertEquals("wallet_state_conflict", again.code());
        var open = done(api.post("/wallets/" + wallet + "/unfreeze", null));
        assertEquals(List.of("active", ""), List.of(open.text("status"), open.text("freezeDirection")));
        done(purse.pay(wallet, other, "1.00").join());
    }

    @Test
    void aFrozenWalletMayBeFrozenAnotherWay() {
        var wallet = purse.funded("ann", "10.00");
        done(api.post("/wallets/" + wallet + "/freeze", "{\"direction\":\"in\"}"));

        assertEquals(
                "both", done(api.post("/wallets/" + wallet + "/freeze", null)).text("freezeDirection"));

        assertEquals(
                "wallet_frozen",
                purse.pay(wallet, purse.wallet("bob", "USD"), "1.00").join().code());
        assertEquals(
                "invalid_value",
                api.post("/wallets/" + wallet + "/freeze", "{\"direction\":\"up\"}")
                        .code());
    }

    @Test
    void aWalletClosesOnlyWithoutMoneyAndHoldsAndThenRefusesEverything() {
        var wallet = purse.funded("ann", "10.00");
        var other = purse.funded("bob", "10.00");
        var path = "/wallets/" + wallet;
        var hold = done(api.post(path + "/holds", money("10.00", "USD")));
        assertEquals("wallet_not_empty", api.post(path + "/close", null).code());
        done(api.post("/holds/" + hold.text("id") + "/release", null));
        done(purse.pay(wallet, other, "10.00").join());
        done(overdraft(wallet, "5.00"));
        hold = done(api.post(path + "/holds", money("5.00", "USD")));
        assertEquals("wallet_not_empty", api.post(path + "/close", null).code());
        done(api.post("/holds/" + hold.text("id") + "/release", null));

        assertEquals("closed", done(api.post(path + "/close", null)).text("status"));

        for (var refused : List.of(
                api.post(path + "/deposits", money("1.00", "USD")),
                api.post(path + "/withdrawals", money("1.00", "USD")),
                api.post(path + "/holds", money("1.00", "USD")),
                purse.pay(wallet, other, "1.00").join(),
                purse.pay(other, wallet, "1.00").join(),
                overdraft(wallet, "1.00"),
                api.send("PUT", path + "/limits", "{\"currency\":\"USD\"}"),
                api.post(path + "/balance-monitors", """
                        {"field":"current","condition":"below","amount":1.00,"currency":"USD"}"""),
                api.post(path + "/freeze", null),
                api.post(path + "/unfreeze", null),
                api.post(path + "/close", null))) {
            assertEquals("409 wallet_closed", refused.status() + " " + refused.code(), refused::body);
        }
    }

    @Test
    void metadataIsReplacedOnTheVersionThatWasReadOrNotAtAll() {
        var wallet = purse.wallet("ann", "USD");
        var path = "/wallets/" + wallet;

        var first = done(patch(path, "{\"metadata\":{\"tier\":\"gold\"}}", "If-Match", "\"1\""));

        assertEquals("gold", first.text("metadata", "tier"));
        assertEquals("2", first.text("version"));
        var late = patch(path, "{\"metadata\":{}}", "If-Match", "\"1\"");
        assertEquals("412 version_conflict", late.status() + " " + late.code());
        assertEquals(first.body(), api.get(path).body());
        assertEquals(
                "400", patch(path, "{\"metadata\":{}}", "If-Match", "W/\"2\"").status() + "");
        assertEquals("3", done(patch(path, "{\"metadata\":{}}")).text("version"));
        assertEquals(
                "4", done(patch(path, "{\"metadata\":{}}", "If-Match", "*")).text("version"));
    }

    @Test
    void ofManyChangesAtOnceNoneIsLostAndNoneBreaksAnother() {
        var wallet = purse.funded("ann", "10.00");
        var path = "/wallets/" + wallet;

        var answers = Api.together(IntStream.range(0, 24)
                .<Callable<Response>>mapToObj(i -> () -> switch (i % 3) {
                    case 0 -> patch(path, "{\"metadata\":{\"k\":\"" + i + "\"}}");
                    case 1 -> overdraft(wallet, i + ".00");
                    default -> patch(path, "{\"metadata\":{}}", "If-Match", "\"1\"");
                })
                .toList());

        var changed = answers.stream().filter(answer -> answer.status() == 200).count();
        assertTrue(
                changed >= 16 && changed <= 17,
                () -> answers.stream().map(Response::code).toList().toString());
        assertTrue(answers.stream().allMatch(answer -> answer.code().matches("200|version_conflict")));
        assertEquals(changed + 1 + "", api.get(path).text("version"));
    }

    private Response overdraft(String wallet, String limit) {
        return api.send(
                "PUT", "/wallets/" + wallet + "/overdraft", "{\"limit\":%s,\"currency\":\"USD\"}".formatted(limit));
    }

    private Response patch(String path, String body, String... headers) {
        return api.send("PATCH", path, body, headers);
    }

    private List<String> balances(String wallet) {
        var balance = done(api.get("/wallets/" + wallet + "/balance"));
        return List.of(
                balance.text("available"),
                balance.text("current"),
                balance.text("held"),
                balance.text("overdraftLimit"));
    }
}
