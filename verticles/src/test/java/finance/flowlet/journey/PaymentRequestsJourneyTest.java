package finance.flowlet.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.contract.initiation.RunDue;
import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestClock;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import finance.flowlet.testing.TestPlatform;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Payments that the payee asks for.
class PaymentRequestsJourneyTest {
    private static final TestClock CLOCK = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));
    private static final TestFlowlet FLOWLET =
            TestFlowlet.start(TestDatabase.create(), Map.of("FLOWLET_JOBS_INTERVAL_MILLIS", "3600000"), CLOCK);
    private static final Api API = FLOWLET.api();
    private static final Api ANN = FLOWLET.login("ann@acme.test");
    private static final Api BOB = FLOWLET.login("bob@acme.test");
    private final String anns = FLOWLET.wallet("ann", "USD", "0");
    private final String bobs = FLOWLET.wallet("bob", "USD", "10.00");

    @AfterAll
    static void booksAreRight() {
        Invariants.assertHold(FLOWLET);
        FLOWLET.close();
    }

    @Test
    void thePayerPaysWhatThePayeeAskedFor() {
        var asked = asked();
        assertEquals("pending 1", seen(asked));

        var paid = BOB.post(path(asked) + "/accept", from(bobs), "Idempotency-Key", "pay-" + asked);

        assertEquals(201, paid.status(), paid::body);
        assertEquals("completed", paid.text("status"));
        assertEquals("accepted 2", seen(asked));
        assertEquals(paid.text("id"), ANN.get(path(asked)).text("paymentId"));
        assertEquals(List.of("4.00", "6.00"), balances());
        var again = BOB.post(path(asked) + "/accept", from(bobs), "Idempotency-Key", "pay-" + asked);
        assertTrue(again.replayed());
        assertEquals(paid.body(), again.body());
        assertEquals("409 state_conflict", refusal(BOB.post(path(asked) + "/accept", from(bobs))));
    }

    @Test
    void ofAllAnswersAtOnceExactlyOneCounts() {
        for (var round = 0; round < 10; round++) {
            var asked = asked("0.10", 3600);
            var calls = new ArrayList<Callable<Response>>();
            calls.addAll(Collections.nCopies(3, () -> BOB.post(path(asked) + "/accept", from(bobs))));
            calls.addAll(Collections.nCopies(3, () -> BOB.post(path(asked) + "/decline", null)));
            calls.addAll(Collections.nCopies(3, () -> ANN.post(path(asked) + "/cancel", null)));
            Collections.rotate(calls, round);

            var answers = Api.together(calls);

            assertEquals(
                    1, answers.stream().filter(answer -> answer.status() < 300).count(), answers::toString);
            assertEquals(
                    8,
                    answers.stream()
                            .filter(answer -> refusal(answer).equals("409 state_conflict"))
                            .count(),
                    answers::toString);
            assertEquals("2", ANN.get(path(asked)).text("version"));
        }
        assertEquals(
                FLOWLET.database().number("select count(*) from initiation.payment_request where status = 'accepted'"),
                FLOWLET.database()
                        .number("select count(*) from initiation.payment_request r join payments.payment p"
                                + " on p.tenant_id = r.tenant_id and p.id = r.payment_id"));
    }

    @Test
    void aRequestIsNotPayableFromItsEndOn() {
        var asked = asked("1.00", 60);
        CLOCK.advance(Duration.ofSeconds(60));

        assertEquals("expired 1", seen(asked));
        assertEquals("409 state_conflict", refusal(BOB.post(path(asked) + "/accept", from(bobs))));
        assertEquals("409 state_conflict", refusal(ANN.post(path(asked) + "/cancel", null)));
        assertTrue(BOB.get("/payment-requests?status=expired&limit=200")
                .column("id")
                .contains(asked));
        assertTrue(!BOB.get("/payment-requests?status=pending&limit=200")
                .column("id")
                .contains(asked));
        TestPlatform.await(FLOWLET.flowlet().bus().request(RunDue.ADDRESS, new RunDue()));
        assertEquals("expired 2", seen(asked));
        assertEquals(List.of("0.00", "10.00"), balances());
    }

    @Test
    void aDeclinedPaymentLeavesTheRequestOpen() {
        var asked = asked("10.01", 3600);

        assertEquals("402 insufficient_funds", refusal(BOB.post(path(asked) + "/accept", from(bobs))));
        assertEquals("pending 1", seen(asked));
        API.post("/wallets/" + bobs + "/deposits", "{\"amount\":1.00,\"currency\":\"USD\"}");
        assertEquals(201, BOB.post(path(asked) + "/accept", from(bobs)).status());
    }

    @Test
    void onlyThoseWhomItConcernsSeeItAndEachAnswersForThemself() {
        var asked = asked();
        var others = FLOWLET.wallet("carol", "USD", "10.00");
        FLOWLET.provision("Globex");
        var stranger = FLOWLET.login("ann@globex.test");

        assertEquals(404, stranger.get(path(asked)).status());
        assertEquals(404, stranger.post(path(asked) + "/accept", from(bobs)).status());
        assertEquals("403 forbidden", refusal(ANN.post(path(asked) + "/accept", from(anns))));
        assertEquals("403 forbidden", refusal(BOB.post(path(asked) + "/cancel", null)));
        assertEquals("404 wallet_not_found", refusal(BOB.post(path(asked) + "/accept", from(others))));
        // The business acts for the payer, and only out of the payer's wallets.
        assertEquals("404 wallet_not_found", refusal(API.post(path(asked) + "/accept", from(others))));
        assertEquals(201, API.post(path(asked) + "/accept", from(bobs)).status());
    }

    @Test
    void aRequestOfOneWalletIsPaidOutOfThatWallet() {
        var second = FLOWLET.wallet("bob", "USD", "10.00");
        var asked = ANN.post(
                        "/payment-requests",
                        "{\"toWalletId\":\"%s\",\"fromWalletId\":\"%s\",\"amount\":1.00,\"currency\":\"USD\"}"
                                .formatted(anns, bobs))
                .text("id");

        assertEquals("422 other_wallet_asked", refusal(BOB.post(path(asked) + "/accept", from(second))));
        assertEquals(201, BOB.post(path(asked) + "/accept", from(bobs)).status());
    }

    @Test
    void aRequestIsNotPaidOutOfTheWalletThatAsks() {
        var asked = asked();

        assertEquals("422 same_wallet", refusal(API.post(path(asked) + "/accept", from(anns))));
        assertEquals("422 same_wallet", refusal(BOB.post(path(asked) + "/accept", from(anns))));

        assertEquals("pending 1", seen(asked));
        assertEquals(201, BOB.post(path(asked) + "/accept", from(bobs)).status());
    }

    @Test
    void whatCannotBeAskedForIsRefused() {
        assertEquals(
                "404 wallet_not_found",
                refusal(BOB.post(
                        "/payment-requests", body(anns, ANN.get("/auth/me").text("id"), "1.00", 60))));
        assertEquals("422 invalid_id", refusal(BOB.post("/payment-requests", body(bobs, "ann", "1.00", 60))));
        assertEquals("404 user_not_found", refusal(API.post("/payment-requests", body(bobs, "nobody", "1.00", 60))));
        var euros = FLOWLET.wallet("ann", "EUR", "0");
        assertEquals("422 currency_mismatch", refusal(API.post("/payment-requests", body(euros, "bob", "1.00", 60))));
        var nobody = body(anns, "x", "1.00", 60).replace("\"fromUserId\":\"x\",", "");
        assertEquals("422 required", refusal(API.post("/payment-requests", nobody)));
    }

    private String asked() {
        return asked("4.00", 3600);
    }

    private String asked(String amount, int seconds) {
        var bob = BOB.get("/auth/me").text("id");
        var asked = ANN.post("/payment-requests", body(anns, bob, amount, seconds));
        assertEquals(201, asked.status(), asked::body);
        return asked.text("id");
    }

    private static String body(String to, String user, String amount, int seconds) {
        return "{\"toWalletId\":\"%s\",\"fromUserId\":\"%s\",\"amount\":%s,\"currency\":\"USD\",\"expiresIn\":%d}"
                .formatted(to, user, amount, seconds);
    }

    private static String from(String wallet) {
        return "{\"fromWalletId\":\"" + wallet + "\"}";
    }

    /// The same to both sides.
    private static String seen(String asked) {
        var payee = ANN.get(path(asked));
        assertEquals(payee.body(), BOB.get(path(asked)).body());
        return payee.text("status") + " " + payee.text("version");
    }

    private List<String> balances() {
        return List.of(anns, bobs).stream()
                .map(wallet -> API.get("/wallets/" + wallet + "/balance").text("current"))
                .toList();
    }

    private static String path(String asked) {
        return "/payment-requests/" + asked;
    }

    private static String refusal(Response response) {
        return response.status() + " " + response.code();
    }
}
