package finance.flowlet.journey;

import static finance.flowlet.journey.Purse.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.contract.payments.ExpirePayments;
import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestClock;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import finance.flowlet.testing.TestPlatform;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A business's own rules: a second person above a limit, fees, declined payments that are kept.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PaymentRulesJourneyTest {
    private static final String ABOVE_50 = "\"approvalAbove\":[{\"currency\":\"USD\",\"amount\":50.00}],\"fees\":[]";
    private static final String NO_RULES = "\"approvalAbove\":[],\"fees\":[]";
    private final TestClock clock = new TestClock(Instant.parse("2026-01-31T12:00:00Z"));
    private final TestFlowlet world =
            TestFlowlet.start(TestDatabase.create(), Map.of("FLOWLET_JOBS_INTERVAL_MILLIS", "3600000"), clock);
    private final Api api = world.api();
    private final Api admin = world.login("admin@acme.test");
    private final Api operator = world.login("operator@acme.test");
    private final Purse purse = new Purse(api);
    private String ann = "";
    private String bob = "";

    @BeforeEach
    void open() {
        rules(NO_RULES);
        ann = purse.funded("ann", "1000.00");
        bob = purse.funded("bob", "10.00");
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
    void rulesAreReplacedAsAWholeAndOnlyInTheVersionThatWasRead() {
        var version = api.get("/payment-settings").text("version");

        var stored = done(admin.send("PUT", "/payment-settings", "{" + ABOVE_50 + "}", "If-Match", version));

        assertEquals(Integer.parseInt(version) + 1, Integer.parseInt(stored.text("version")));
        assertEquals(stored.body(), api.get("/payment-settings").body());
        assertEquals(
                "50.00",
                stored.json().at("/approvalAbove/0/amount").decimalValue().toPlainString());
        var late = admin.send("PUT", "/payment-settings", "{" + NO_RULES + "}", "If-Match", version);
        assertEquals("412 version_conflict", status(late));
        assertEquals(stored.body(), api.get("/payment-settings").body());
        assertEquals(
                403, api.send("PUT", "/payment-settings", "{" + NO_RULES + "}").status());
        assertEquals(
                403,
                operator.send("PUT", "/payment-settings", "{" + NO_RULES + "}").status());
        var limit = "{\"currency\":\"USD\",\"amount\":1}";
        assertEquals("422 invalid_value", status(put("\"fees\":[],\"approvalAbove\":[" + limit + "," + limit + "]")));
    }

    @Test
    void aboveTheLimitNothingMovesUntilASecondPersonConfirms() {
        rules(ABOVE_50);
        assertEquals("completed", pay(operator, "50.00").text("status"));

        var waiting = done(pay(operator, "50.01"));
        assertEquals("requires_action 0.00", waiting.text("status") + " " + waiting.text("amountCaptured"));
        assertEquals("950.00", purse.available(ann));
        var path = "/payments/" + waiting.text("id");
        assertEquals("409 same_person", status(operator.post(path + "/confirm", null)));
        assertEquals("403 forbidden", status(api.post(path + "/confirm", null)));
        assertEquals("409 payment_state_conflict", status(api.post(path + "/capture", "{}")));
        assertEquals("409 payment_state_conflict", status(api.post(path + "/refunds", "{}")));

        var confirmed = done(admin.postOnce("confirm", path + "/confirm", null));

        assertEquals("completed 50.01", confirmed.text("status") + " " + confirmed.text("amountCaptured"));
        assertEquals("899.99", purse.available(ann));
        assertEquals("409 payment_state_conflict", status(admin.post(path + "/confirm", null)));
        assertTrue(admin.postOnce("confirm", path + "/confirm", null).replayed());
        assertEquals(
                List.of("payment.completed", "payment.requires_action"),
                api.get(path + "/events").column("type"));
        done(api.post(path + "/refunds", "{\"amount\":0.01}"));
    }

    @Test
    void aConfirmationThatIsDeclinedLeavesThePaymentWaiting() {
        rules(ABOVE_50);
        var poor = purse.funded("poor", "10.00");
        var waiting = done(api.post("/payments", Purse.payment(poor, bob, "60.00")));
        var path = "/payments/" + waiting.text("id");

        assertEquals("402 insufficient_funds", status(admin.post(path + "/confirm", null)));
        assertEquals("requires_action", api.get(path).text("status"));
        done(api.post("/wallets/" + poor + "/deposits", Purse.money("50.00", "USD")));

        assertEquals("completed", done(admin.post(path + "/confirm", null)).text("status"));
    }

    @Test
    void whoeverWaitsCanBeCanceledAndExpires() {
        rules(ABOVE_50);
        var canceled = "/payments/" + done(pay(api, "60.00")).text("id");
        var body = Purse.payment(ann, bob, "60.00").replace("{", "{\"expiresIn\":60,");
        var forgotten = "/payments/" + done(api.post("/payments", body)).text("id");

        assertEquals("canceled", done(api.post(canceled + "/cancel", null)).text("status"));
        clock.advance(Duration.ofSeconds(60));

        assertEquals("expired", api.get(forgotten).text("status"));
        assertEquals("409 payment_state_conflict", status(admin.post(forgotten + "/confirm", null)));
        TestPlatform.await(world.flowlet().bus().request(ExpirePayments.ADDRESS, new ExpirePayments(100)));
        assertEquals("1000.00", purse.available(ann));
    }

    @Test
    void aConfirmedReservationIsCapturedLater() {
        rules(ABOVE_50);
        var path = "/payments/" + done(manual("60.00")).text("id");

        assertEquals("authorized", done(admin.post(path + "/confirm", null)).text("status"));
        assertEquals("940.00", purse.available(ann));

        assertEquals("completed", done(api.post(path + "/capture", "{}")).text("status"));
    }

    @Test
    void walletsOfAWaitingPaymentAreLookedAtWhenItIsMade() {
        rules(ABOVE_50);
        var yen = purse.wallet("bob", "JPY");

        assertEquals("422 currency_mismatch", status(api.post("/payments", Purse.payment(ann, yen, "60.00"))));
        var customer = world.login("bob@acme.test");
        assertEquals("404 wallet_not_found", status(customer.post("/payments", Purse.payment(ann, bob, "60.00"))));
    }

    /// Half up in whole cents, then within the minimum and the maximum.
    @ParameterizedTest
    @CsvSource({
        "0.10, 25, 0.01, 1.00,   1.00, 0.10",
        "0.00, 25, 0.01, 1.00,   1.99, 0.01",
        "0.00, 25, 0.01, 1.00,   2.00, 0.01",
        "0.00, 25, 0.01, 1.00,   5.99, 0.01",
        "0.00, 25, 0.01, 1.00,   6.00, 0.02",
        "0.00, 25, 0.05, 1.00,   6.00, 0.05",
        "0.10, 25, 0.01, 1.00, 400.00, 1.00",
        "0.10, 50, 0.01, 9.00, 100.00, 0.60",
        "0.10, 50, 0.01, 9.00, 101.00, 0.61",
        "0.10, 50, 0.01, 9.00, 100.99, 0.60"
    })
    void aFeeIsExactAtItsBoundaries(String fixed, int points, String least, String most, String amount, String fee) {
        rules(fees(fixed, points, least, most, "sender"));

        var paid = done(pay(api, amount));

        assertEquals(fee, paid.json().at("/fees/0/amount").decimalValue().toPlainString());
        assertEquals(2, paid.json().path("ledgerTransactionIds").size());
        var left = new BigDecimal("1000.00").subtract(new BigDecimal(amount)).subtract(new BigDecimal(fee));
        assertEquals(left.toPlainString(), purse.available(ann));
        assertEquals(paid.body(), api.get("/payments/" + paid.text("id")).body());
    }

    @Test
    void aRecipientPaysItsFeeOutOfWhatItReceives() {
        rules(fees("0.50", 0, "0.01", "9.00", "recipient"));

        var paid = done(pay(api, "2.00"));
        assertEquals("recipient", paid.json().at("/fees/0/payer").asString(""));
        assertEquals("998.00 11.50", purse.available(ann) + " " + purse.available(bob));
        done(pay(api, "0.20"));

        assertEquals("997.80 11.50", purse.available(ann) + " " + purse.available(bob));
    }

    @Test
    void aSenderMustHaveTheFeeAsWell() {
        rules(fees("0.50", 0, "0.01", "9.00", "sender"));

        assertEquals("402 insufficient_funds", status(pay(api, "999.51")));
        done(pay(api, "999.50"));

        assertEquals("0.00", purse.available(ann));
    }

    /// What captures cost one after another is what their sum costs, and what is not captured costs nothing.
    @Test
    void capturesCostTogetherWhatTheirSumCosts() {
        rules(fees("0.30", 150, "0.50", "9.00", "sender"));
        var path = "/payments/" + done(manual("100.00")).text("id");
        assertEquals("898.20", purse.available(ann));
        rules(NO_RULES);

        done(api.post(path + "/capture", "{\"amount\":0.01}"));
        assertEquals("0.50", fee(path));
        done(api.post(path + "/capture", "{\"amount\":33.33}"));
        assertEquals("0.80", fee(path));
        var last = done(api.post(path + "/capture", "{\"amount\":6.66,\"finalCapture\":true}"));

        assertEquals("completed", last.text("status"));
        assertEquals("0.90", fee(path));
        assertEquals("959.10 50.00", purse.available(ann) + " " + purse.available(bob));
    }

    @Test
    void refundsGiveNoFeesBack() {
        rules(fees("0.50", 0, "0.01", "9.00", "sender"));
        var id = done(pay(api, "100.00")).text("id");

        done(api.post("/payments/" + id + "/refunds", "{}"));

        assertEquals("999.50 10.00", purse.available(ann) + " " + purse.available(bob));
    }

    @Test
    void aPreviewSaysWhatAPaymentWouldDoAndDoesNothing() {
        rules(fees("0.50", 0, "0.01", "9.00", "sender"));
        var before = world.rows();

        var preview = done(api.postOnce("p", "/payments/preview", Purse.payment(ann, bob, "100.00")));

        assertEquals(
                "completed 100.50 100.00",
                preview.text("status") + " " + preview.text("amountDebited") + " " + preview.text("amountReceived"));
        assertEquals(
                "402 insufficient_funds", status(api.post("/payments/preview", Purse.payment(ann, bob, "999.51"))));
        assertEquals(before, world.rows());
        assertEquals("1000.00", purse.available(ann));
    }

    @Test
    void aDeclinedPaymentIsKeptWhereTheBusinessWantsIt() {
        rules(NO_RULES + ",\"recordDeclines\":true");
        var body = Purse.payment(ann, bob, "1000.01").replace("{", "{\"externalReference\":\"kept-1\",");

        var declined = api.postOnce("kept", "/payments", body);
        assertEquals("402 insufficient_funds", status(declined));
        assertTrue(api.postOnce("kept", "/payments", body).replayed());

        var kept = api.get("/payments?status=failed&externalReference=kept-1");
        assertEquals(List.of("insufficient_funds"), kept.column("failure", "code"));
        var path = "/payments/" + kept.column("id").getFirst();
        assertEquals("409 payment_state_conflict", status(api.post(path + "/capture", "{}")));
        assertEquals("409 payment_state_conflict", status(api.post(path + "/refunds", "{}")));
        assertEquals(List.of("payment.failed"), api.get(path + "/events").column("type"));
        var second = done(api.post("/payments", body.replace("1000.01", "1000.00")));
        assertEquals("kept-1", second.text("externalReference"));
    }

    private static String fees(String fixed, int points, String least, String most, String payer) {
        return "\"approvalAbove\":[],\"fees\":[{\"currency\":\"USD\","
                + (fixed.equals("0.00") ? "" : "\"fixed\":" + fixed + ",")
                + "\"basisPoints\":%d,\"minimum\":%s,\"maximum\":%s,\"payer\":\"%s\"}]"
                        .formatted(points, least, most, payer);
    }

    private Response rules(String members) {
        return done(put(members));
    }

    private Response put(String members) {
        return admin.send("PUT", "/payment-settings", "{" + members + "}");
    }

    private Response pay(Api as, String amount) {
        return as.post("/payments", Purse.payment(ann, bob, amount));
    }

    private Response manual(String amount) {
        var body = Purse.payment(ann, bob, amount);
        return api.post("/payments", body.substring(0, body.length() - 1) + ",\"captureMethod\":\"manual\"}");
    }

    private String fee(String path) {
        return api.get(path).json().at("/fees/0/amount").decimalValue().toPlainString();
    }

    private static String status(Response response) {
        return response.status() + " " + response.code();
    }
}
