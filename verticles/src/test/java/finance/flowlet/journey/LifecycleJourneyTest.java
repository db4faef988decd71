package finance.flowlet.journey;

import static finance.flowlet.journey.Purse.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.contract.payments.ExpirePayments;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Payments that are reserved first and captured, canceled, refunded, disputed or forgotten later.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LifecycleJourneyTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-01-31T12:00:00Z"));
    private final TestFlowlet world =
            TestFlowlet.start(TestDatabase.create(), Map.of("FLOWLET_JOBS_INTERVAL_MILLIS", "3600000"), clock);
    private final Api api = world.api();
    private final Purse purse = new Purse(api);
    private String ann = "";
    private String bob = "";

    @BeforeEach
    void open() {
        ann = purse.funded("ann", "100.00");
        bob = purse.wallet("bob", "USD");
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
    void anAuthorizedPaymentReservesAndMovesNothing() {
        var payment = done(authorize("60.00"));

        assertEquals("authorized manual 60.00 0.00", state(payment));
        assertEquals(
                Instant.parse(payment.text("createdAt")).plus(Duration.ofDays(7)),
                Instant.parse(payment.text("expiresAt")));
        assertEquals("40.00 100.00 60.00", balance(ann));
        assertEquals("0.00", purse.available(bob));
        assertEquals(payment.body(), api.get("/payments/" + payment.text("id")).body());
        assertEquals("insufficient_funds", purse.pay(ann, bob, "40.01").join().code());
    }

    @Test
    void capturesTakePartAfterPartAndTheLastGivesTheRestBack() {
        var id = done(authorize("60.00")).text("id");

        var first = done(api.post("/payments/" + id + "/capture", "{\"amount\":10.00}"));
        assertEquals("partially_captured manual 60.00 10.00", state(first));
        assertEquals("40.00 90.00 50.00", balance(ann));
        var second = done(api.post("/payments/" + id + "/capture", "{\"amount\":20.50,\"finalCapture\":true}"));

        assertEquals("completed manual 60.00 30.50", state(second));
        assertEquals("69.50 69.50 0.00", balance(ann));
        assertEquals("30.50", purse.available(bob));
        assertEquals(2, second.json().path("ledgerTransactionIds").size());
        assertEquals(second.body(), api.get("/payments/" + id).body());
        assertEquals(
                List.of("payment.completed", "payment.captured", "payment.authorized"),
                api.get("/payments/" + id + "/events").column("type"));
        assertEquals(
                List.of("capture", "capture"),
                api.get("/wallets/" + bob + "/transactions").column("type"));
    }

    @Test
    void aCaptureWithoutAmountTakesAllThatIsLeft() {
        var id = done(authorize("60.00")).text("id");
        done(api.post("/payments/" + id + "/capture", "{\"amount\":10.00}"));

        assertEquals("completed manual 60.00 60.00", state(done(api.post("/payments/" + id + "/capture", "{}"))));

        assertEquals("40.00 40.00 0.00", balance(ann));
    }

    @Test
    void moreThanAuthorizedIsNotCaptured() {
        var id = done(authorize("60.00")).text("id");
        done(api.post("/payments/" + id + "/capture", "{\"amount\":10.00}"));

        var refused = api.post("/payments/" + id + "/capture", "{\"amount\":50.01}");

        assertEquals("422 capture_exceeds_authorized", refused.status() + " " + refused.code());
    }

    @Test
    void cancelGivesTheReservationBackExactly() {
        var id = done(authorize("60.00")).text("id");

        var canceled = done(api.post("/payments/" + id + "/cancel", null));

        assertEquals("canceled manual 60.00 0.00", state(canceled));
        assertEquals("100.00 100.00 0.00", balance(ann));
        var late = api.post("/payments/" + id + "/capture", "{}");
        assertEquals(
                "409 payment_state_conflict canceled", late.status() + " " + late.code() + " " + late.text("current"));
    }

    @Test
    void cancelAfterACaptureKeepsWhatWasCaptured() {
        var id = done(authorize("60.00")).text("id");
        done(api.post("/payments/" + id + "/capture", "{\"amount\":10.00}"));

        var canceled = done(api.post("/payments/" + id + "/cancel", null));

        assertEquals("completed manual 60.00 10.00", state(canceled));
        assertEquals("90.00 90.00 0.00", balance(ann));
    }

    @Test
    void anExpiredPaymentIsExpiredBeforeTheJobComes() {
        var id = done(authorize("60.00", ",\"expiresIn\":60")).text("id");
        clock.advance(Duration.ofSeconds(60));

        assertEquals("expired", api.get("/payments/" + id).text("status"));
        assertEquals("1", api.get("/payments/" + id).text("version"));
        assertTrue(api.get("/payments?status=expired").column("id").contains(id));
        assertFalse(api.get("/payments?status=authorized").column("id").contains(id));
        assertEquals(
                "payment_state_conflict",
                api.post("/payments/" + id + "/capture", "{}").code());
        assertEquals(
                "payment_state_conflict",
                api.post("/payments/" + id + "/cancel", null).code());
        assertEquals("0.00", purse.available(bob));

        expire();

        assertEquals("expired", api.get("/payments/" + id).text("status"));
        assertEquals("2", api.get("/payments/" + id).text("version"));
        assertEquals("100.00 100.00 0.00", balance(ann));
        assertEquals(
                "payment.expired",
                api.get("/payments/" + id + "/events").column("type").getFirst());
        assertEquals(0, expire());
    }

    @Test
    void whatWasCapturedBeforeTheTimePassedStaysCaptured() {
        var id = done(authorize("60.00", ",\"expiresIn\":60")).text("id");
        done(api.post("/payments/" + id + "/capture", "{\"amount\":10.00}"));
        clock.advance(Duration.ofSeconds(60));

        assertEquals("completed manual 60.00 10.00", state(api.get("/payments/" + id)));
        assertTrue(api.get("/payments?status=completed").column("id").contains(id));
        done(api.post("/payments/" + id + "/refunds", "{\"amount\":4.00}"));
        expire();

        var over = api.get("/payments/" + id);
        assertEquals("completed manual 60.00 10.00", state(over));
        assertEquals("2026-01-31", over.text("completedAt").substring(0, 10));
        assertEquals("94.00 94.00 0.00", balance(ann));
    }

    @Test
    void refundsGiveBackUpToWhatWasCaptured() {
        var id = done(purse.pay(ann, bob, "60.00").join()).text("id");

        var first = done(api.post("/payments/" + id + "/refunds", "{\"amount\":20.00,\"reason\":\"cold\"}"));
        assertEquals("partial 20.00", refunds(id));
        clock.advance(Duration.ofMillis(1));
        var rest = done(api.post("/payments/" + id + "/refunds", "{}"));

        assertEquals(
                "20.00 cold completed", first.text("amount") + " " + first.text("reason") + " " + first.text("status"));
        assertEquals("40.00", rest.text("amount"));
        assertEquals("full 60.00", refunds(id));
        assertEquals("100.00 100.00 0.00", balance(ann));
        assertEquals(first.body(), api.get("/refunds/" + first.text("id")).body());
        assertEquals(
                List.of("40.00", "20.00"),
                api.get("/payments/" + id + "/refunds").column("amount"));
        var more = api.post("/payments/" + id + "/refunds", "{}");
        assertEquals("422 refund_exceeds_captured", more.status() + " " + more.code());
    }

    @Test
    void aRefundNeedsFundsOfThePayee() {
        var id = done(purse.pay(ann, bob, "60.00").join()).text("id");
        done(purse.pay(bob, purse.wallet("carol", "USD"), "50.00").join());

        assertEquals(
                "insufficient_funds",
                api.post("/payments/" + id + "/refunds", "{\"amount\":10.01}").code());

        done(api.post("/payments/" + id + "/refunds", "{\"amount\":10.00}"));
    }

    @Test
    void nothingCapturedIsNothingToRefund() {
        var id = done(authorize("60.00")).text("id");

        var refused = api.post("/payments/" + id + "/refunds", "{\"amount\":1.00}");

        assertEquals(
                "409 payment_state_conflict authorized",
                refused.status() + " " + refused.code() + " " + refused.text("current"));
    }

    @ParameterizedTest
    @CsvSource({"won, 0.00, 60.00, 40.00", "lost, 25.00, 35.00, 65.00"})
    void aDisputeHoldsTheMoneyUntilItIsResolved(String outcome, String disputed, String payee, String payer) {
        var id = done(purse.pay(ann, bob, "60.00").join()).text("id");

        var dispute = done(api.post("/payments/" + id + "/disputes", "{\"amount\":25.00,\"reason\":\"never served\"}"));
        var contested = api.get("/payments/" + id);
        assertEquals("25.00 needs_response", contested.text("amountDisputed") + " " + contested.text("disputeStatus"));
        assertEquals("35.00", purse.available(bob));
        assertEquals(
                "refund_exceeds_captured",
                api.post("/payments/" + id + "/refunds", "{\"amount\":35.01}").code());
        assertEquals(
                "payment_state_conflict",
                api.post("/payments/" + id + "/disputes", "{\"amount\":1.00,\"reason\":\"again\"}")
                        .code());
        var path = "/disputes/" + dispute.text("id");
        assertEquals(
                "under_review",
                done(api.post(path + "/evidence", "{\"text\":\"signed\"}")).text("status"));
        assertEquals(
                "state_conflict",
                api.post(path + "/evidence", "{\"text\":\"more\"}").code());
        var resolved = done(api.post(path + "/resolve", "{\"outcome\":\"" + outcome + "\"}"));

        assertEquals(outcome, resolved.text("status"));
        assertEquals(resolved.body(), api.get(path).body());
        assertEquals(
                "state_conflict",
                api.post(path + "/resolve", "{\"outcome\":\"won\"}").code());
        assertEquals(disputed, api.get("/payments/" + id).text("amountDisputed"));
        assertEquals(payee, purse.available(bob));
        assertEquals(payer, purse.available(ann));
        assertEquals(
                List.of(dispute.text("id")),
                api.get("/disputes?paymentId=" + id).column("id"));
        assertEquals(
                List.of(),
                api.get("/disputes?status=under_review&paymentId=" + id).column("id"));
    }

    /// A key answers what it answered first, whatever has become of the payment since.
    @Test
    void aRepeatedKeyAnswersWhatHappenedThen() {
        var id = done(authorize("60.00")).text("id");
        var path = "/payments/" + id;

        var captured = api.postOnce("capture", path + "/capture", "{\"amount\":10.00}");
        var canceled = api.postOnce("cancel", path + "/cancel", null);
        var refunded = api.postOnce("refund", path + "/refunds", "{}");
        var refused = api.postOnce("late", path + "/capture", "{}");

        for (var each : List.of(
                List.of(captured, api.postOnce("capture", path + "/capture", "{\"amount\":10.00}")),
                List.of(canceled, api.postOnce("cancel", path + "/cancel", null)),
                List.of(refunded, api.postOnce("refund", path + "/refunds", "{}")),
                List.of(refused, api.postOnce("late", path + "/capture", "{}")))) {
            assertEquals(each.getFirst().body(), each.getLast().body());
            assertTrue(each.getLast().replayed());
        }
        assertEquals("full 10.00", refunds(id));
        assertEquals("409", Integer.toString(refused.status()));
        assertEquals(
                "idempotency_key_reused",
                api.postOnce("capture", path + "/capture", "{\"amount\":11.00}").code());
    }

    @ParameterizedTest
    @CsvSource({
        "-1.00, amount_not_positive",
        "0, amount_not_positive",
        "0.001, amount_precision_invalid",
        "1e2, amount_invalid",
        "1000000000.00, amount_too_large"
    })
    void aBadAmountChangesNothing(String amount, String code) {
        var id = done(authorize("60.00")).text("id");
        done(api.post("/payments/" + id + "/capture", "{\"amount\":10.00}"));
        var before = world.rows();

        for (var what : List.of("capture", "refunds", "disputes")) {
            var reason = what.equals("disputes") ? ",\"reason\":\"x\"" : "";
            assertEquals(
                    code,
                    api.post("/payments/" + id + "/" + what, "{\"amount\":" + amount + reason + "}")
                            .code());
        }

        assertEquals(before, world.rows());
    }

    @Test
    void aManualPaymentIsRefusedForTheWalletsItNames() {
        var yen = purse.wallet("bob", "JPY");
        var closed = purse.wallet("bob", "USD");
        done(api.post("/wallets/" + closed + "/close", null));

        assertEquals("currency_mismatch", manual(ann, yen, "1.00", "").code());
        assertEquals(
                "wallet_not_found",
                manual(ann, "wal_00000000000000000000000000", "1.00", "").code());
        assertEquals("wallet_closed", manual(ann, closed, "1.00", "").code());
        assertEquals("insufficient_funds", manual(ann, bob, "100.01", "").code());
        assertEquals(
                "invalid_value",
                manual(ann, bob, "1.00", ",\"expiresIn\":2592001").code());
    }

    private Response authorize(String amount, String... more) {
        return manual(ann, bob, amount, String.join("", more));
    }

    private Response manual(String from, String to, String amount, String more) {
        var body = Purse.payment(from, to, amount);
        return api.post(
                "/payments", body.substring(0, body.length() - 1) + ",\"captureMethod\":\"manual\"" + more + "}");
    }

    private int expire() {
        return TestPlatform.await(world.flowlet().bus().request(ExpirePayments.ADDRESS, new ExpirePayments(100)))
                .expired();
    }

    private static String state(Response payment) {
        return payment.text("status") + " " + payment.text("captureMethod") + " " + payment.text("amountAuthorized")
                + " " + payment.text("amountCaptured");
    }

    private String refunds(String payment) {
        var json = api.get("/payments/" + payment);
        return json.text("refundStatus") + " " + json.text("amountRefunded");
    }

    private String balance(String wallet) {
        var json = done(api.get("/wallets/" + wallet + "/balance"));
        return json.text("available") + " " + json.text("current") + " " + json.text("held");
    }
}
