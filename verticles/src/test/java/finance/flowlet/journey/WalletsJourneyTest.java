package finance.flowlet.journey;

import static finance.flowlet.journey.Purse.done;
import static finance.flowlet.journey.Purse.money;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.TestFlowlet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The life of a wallet, over HTTP.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WalletsJourneyTest {
    private final TestFlowlet world = TestFlowlet.start();
    private final Api api = world.business("zoo");
    private final Purse purse = new Purse(api);

    @AfterAll
    void close() {
        assertEquals("ok", done(api.get("/ledger/integrity")).text("status"));
        world.close();
    }

    @Test
    void aWalletReadsBackAsItWasAnswered() {
        var body = """
                {"userId":"user_123","currency":"USD","type":"personal","metadata":{"z":"1","a":"日本"}}""";

        var opened = api.postOnce("open-1", "/wallets", body);
        var again = api.postOnce("open-1", "/wallets", body);

        assertEquals(201, opened.status());
        assertEquals(opened.body(), api.get("/wallets/" + opened.text("id")).body());
        assertEquals(opened.body(), again.body());
        assertTrue(again.replayed());
        assertEquals(
                List.of(opened.text("id")), api.get("/wallets?userId=user_123").column("id"));
        assertEquals(
                List.of(opened.text("id")),
                api.get("/wallets?userId=" + opened.text("userId")).column("id"));
    }

    @ParameterizedTest
    @CsvSource({"USD, 0.00, 10.5, 10.50", "JPY, 0, 1050, 1050", "KWD, 0.000, 1.234, 1.234"})
    void amountsHaveTheDecimalsOfTheirCurrency(String currency, String zero, String sent, String shown) {
        var wallet = purse.wallet("ann", currency);
        var empty = api.get("/wallets/" + wallet + "/balance");

        var deposit = done(api.post("/wallets/" + wallet + "/deposits", money(sent, currency)));

        var full = api.get("/wallets/" + wallet + "/balance");
        assertEquals(zero, empty.text("available"));
        assertEquals(shown, deposit.text("amount"));
        assertEquals(List.of(shown, shown, zero, zero, zero), balances(full));
        assertEquals(List.of("0", "1"), List.of(empty.text("version"), full.text("version")));
        assertEquals(
                List.of(shown), api.get("/wallets/" + wallet + "/transactions").column("balanceAfter"));
    }

    @Test
    void theTransactionsTellHowTheBalanceCameAbout() {
        var wallet = purse.funded("ann", "100.00");
        var other = purse.wallet("bob", "USD");
        var paid = done(purse.pay(wallet, other, "30.00").join());
        done(api.post("/wallets/" + wallet + "/withdrawals", money("20.00", "USD")));
        done(purse.pay(other, wallet, "5.00").join());

        var transactions = api.get("/wallets/" + wallet + "/transactions");

        assertEquals(List.of("payment", "withdrawal", "payment", "deposit"), transactions.column("type"));
        assertEquals(List.of("credit", "debit", "debit", "credit"), transactions.column("direction"));
        assertEquals(List.of("5.00", "20.00", "30.00", "100.00"), transactions.column("amount"));
        assertEquals(List.of("55.00", "50.00", "70.00", "100.00"), transactions.column("balanceAfter"));
        assertEquals(
                List.of(other, "external:sandbox:USD", other, "external:sandbox:USD"),
                transactions.column("counterparty"));
        assertEquals(paid.text("id"), transactions.column("paymentId").get(2));
        assertEquals("55.00", purse.available(wallet));
    }

    @ParameterizedTest
    @CsvSource({
        "type=payment, 3",
        "type=deposit, 1",
        "direction=debit, 2",
        "direction=credit, 2",
        "minAmount=20.00, 2",
        "minAmount=20.01&direction=debit, 0",
        "type=payment&direction=credit, 1",
        "from=2999-01-01T00:00:00Z, 0",
        "to=2999-01-01T00:00:00Z, 4",
        "limit=1, 1",
        "offset=3, 1"
    })
    void transactionsAreFiltered(String query, int found) {
        var wallet = purse.funded("ann", "100.00");
        var other = purse.funded("bob", "100.00");
        done(purse.pay(wallet, other, "20.00").join());
        done(purse.pay(wallet, other, "2.00").join());
        done(purse.pay(other, wallet, "1.00").join());

        assertEquals(
                found,
                done(api.get("/wallets/" + wallet + "/transactions?" + query))
                        .column("id")
                        .size());
    }

    @Test
    void aCursorWalksTheSameListAsOffsets() {
        var wallet = purse.funded("ann", "100.00");
        var other = purse.wallet("bob", "USD");
        IntStream.range(0, 24)
                .forEach(_ -> done(purse.pay(wallet, other, "0.01").join()));
        var path = "/wallets/" + wallet + "/transactions";
        var all = api.get(path + "?limit=200").column("id");

        var walked = new ArrayList<String>();
        var page = api.get(path + "?limit=7");
        walked.addAll(page.column("id"));
        while (page.text("hasMore").equals("true")) {
            page = done(api.get(path + "?limit=7&after=" + page.text("nextCursor")));
            walked.addAll(page.column("id"));
        }

        assertEquals(25, all.size());
        assertEquals(all, walked);
        assertEquals(all.subList(10, 15), api.get(path + "?limit=5&offset=10").column("id"));
    }

    @Test
    void aFrozenWalletStandsStillAndAClosedOneStaysClosed() {
        var wallet = purse.funded("ann", "5.00");
        var other = purse.funded("bob", "5.00");
        var path = "/wallets/" + wallet;

        assertEquals("frozen", done(api.post(path + "/freeze", null)).text("status"));
        assertEquals("wallet_state_conflict", api.post(path + "/freeze", null).code());
        assertEquals("wallet_frozen", purse.pay(wallet, other, "1.00").join().code());
        assertEquals("wallet_frozen", purse.pay(other, wallet, "1.00").join().code());
        assertEquals(
                "wallet_frozen",
                api.post(path + "/deposits", money("1.00", "USD")).code());
        assertEquals("active", done(api.post(path + "/unfreeze", null)).text("status"));
        assertEquals("wallet_not_empty", api.post(path + "/close", null).code());
        done(api.post(path + "/withdrawals", money("5.00", "USD")));
        assertEquals("closed", done(api.post(path + "/close", null)).text("status"));
        assertEquals("wallet_closed", api.post(path + "/unfreeze", null).code());
        assertEquals(
                "wallet_closed",
                api.post(path + "/deposits", money("1.00", "USD")).code());
        assertEquals("closed", api.get(path).text("status"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"userId\":\"ann\",\"currency\":\"XTS\",\"type\":\"personal\"} | currency_unsupported",
                "{\"userId\":\"ann\",\"currency\":\"usd\",\"type\":\"personal\"} | currency_unsupported",
                "{\"userId\":\"ann\",\"currency\":\"USD\",\"type\":\"fee\"}      | wallet_type_invalid",
                "{\"userId\":\"ann\",\"currency\":\"USD\",\"type\":\"PERSONAL\"} | wallet_type_invalid",
                "{\"userId\":\"ann\",\"currency\":\"USD\"}                       | required",
                "{\"userId\":\"\",\"currency\":\"USD\",\"type\":\"personal\"}    | invalid_value",
                "{\"userId\":7,\"currency\":\"USD\",\"type\":\"personal\"}       | invalid_type",
                "{\"id\":\"7\",\"userId\":\"ann\",\"currency\":\"USD\",\"type\":\"personal\"} | invalid_id",
                "{\"balance\":7,\"userId\":\"ann\",\"currency\":\"USD\",\"type\":\"personal\"} | unknown_field"
            })
    void aWalletThatCannotBeIsRefused(String body, String code) {
        var before = world.rows();

        assertEquals(code, api.post("/wallets", body).code());

        assertEquals(before, world.rows());
    }

    @Test
    void aChosenIdIsTakenOnce() {
        var id = purse.wallet("ann", "USD");
        var body = """
                {"id":"%s","userId":"bob","currency":"EUR","type":"personal"}""".formatted(id);

        assertEquals("wallet_exists", api.post("/wallets", body).code());
        assertEquals("USD", api.get("/wallets/" + id).text("currency"));
    }

    /// The same userId at another business is another customer.
    @Test
    void anotherBusinessHasCustomersOfItsOwn() {
        var museum = world.business("museum");
        var theirs = new Purse(museum).wallet("zed", "USD");
        var ours = purse.wallet("zed", "USD");

        assertEquals(List.of(theirs), museum.get("/wallets?userId=zed").column("id"));
        assertEquals(List.of(ours), api.get("/wallets?userId=zed").column("id"));
        assertEquals("wallet_not_found", api.get("/wallets/" + theirs).code());
    }

    @Test
    void anUnknownRailIsRefusedByName() {
        var wallet = purse.wallet("ann", "USD");

        var refused = api.post("/wallets/" + wallet + "/deposits", """
                {"amount":1.00,"currency":"USD","rail":"pigeon"}""");

        assertEquals("invalid_value", refused.code());
        assertTrue(refused.body().contains("\"pointer\":\"/rail\""), refused.body());
    }

    private static List<String> balances(Api.Response balance) {
        return List.of(
                balance.text("available"),
                balance.text("current"),
                balance.text("held"),
                balance.text("pendingIn"),
                balance.text("overdraftLimit"));
    }
}
