package finance.flowlet.journey;

import static finance.flowlet.testing.TestFlowlet.payment;
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
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Payments that are ordered for later, on a clock that the test moves.
class SchedulesJourneyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final TestClock CLOCK = new TestClock(NOW);
    private static final TestFlowlet FLOWLET = TestFlowlet.start(
            TestDatabase.create(),
            Map.of("FLOWLET_JOBS_INTERVAL_MILLIS", "60000", "FLOWLET_INITIATION_MAX_CONSECUTIVE_DECLINES", "3"),
            CLOCK);
    private static final Api API = FLOWLET.api();
    private final String from = FLOWLET.wallet("payer", "USD", "10.00");
    private final String to = FLOWLET.wallet("payee", "USD", "0");

    @AfterAll
    static void booksAreRight() {
        Invariants.assertHold(FLOWLET);
        FLOWLET.close();
    }

    @Test
    void onePaymentIsMadeWhenItIsDueAndNotBefore() {
        var order = ordered("1.00", CLOCK.instant().plus(Duration.ofHours(2)), "");

        after(Duration.ofMinutes(119));
        assertEquals("active 0 10.00", state(order));
        after(Duration.ofMinutes(1));

        assertEquals("completed 1 9.00", state(order));
        var run = API.get("/scheduled-payments/" + order + "/runs");
        assertEquals(List.of("completed"), run.column("status"));
        var paid = API.get("/payments/" + run.column("paymentId").getFirst());
        assertEquals(order, paid.text("metadata", "scheduledPaymentId"));
    }

    @Test
    void aMonthlyOrderPaysOnTheLastDayOfShorterMonths() {
        // The clock of this class stands somewhere in 2026 or later; the order begins in a January to come.
        var january = Instant.parse(CLOCK.instant().toString().substring(0, 4) + "-12-31T12:00:00Z");
        var order = ordered("1.00", january, ",\"recurrence\":{\"frequency\":\"monthly\",\"count\":4}");

        for (var due = API.get(path(order)); due.text("status").equals("active"); due = API.get(path(order))) {
            after(Duration.between(CLOCK.instant(), Instant.parse(due.text("nextRunAt"))));
        }

        var days = API.get("/scheduled-payments/" + order + "/runs").column("dueAt").reversed().stream()
                .map(at -> at.substring(5, 10))
                .toList();
        assertEquals(List.of("12-31", "01-31", "02-28", "03-31"), days);
        assertEquals("completed 4 6.00", state(order));
    }

    @Test
    void aDeclineIsTheResultOfItsRunAndThreeInARowPauseTheOrder() {
        var order = ordered("4.00", CLOCK.instant().plusSeconds(60), ",\"recurrence\":{\"frequency\":\"daily\"}");

        for (var day = 0; day < 7; day++) {
            after(Duration.ofDays(1));
        }

        assertEquals("paused 5 2.00", state(order));
        assertEquals("consecutive_declines", API.get(path(order)).text("reason"));
        assertEquals(
                List.of("declined", "declined", "declined", "completed", "completed"),
                API.get(path(order) + "/runs").column("status"));
        assertEquals(
                "insufficient_funds",
                API.get(path(order) + "/runs").column("code").getFirst());
    }

    @Test
    void theCatchUpRuleDecidesAboutRunsThatWereMissedWhilePaused() {
        var daily = ",\"recurrence\":{\"frequency\":\"daily\"},\"catchUp\":\"%s\"";
        var start = CLOCK.instant().plus(Duration.ofHours(1));
        var orders = Stream.of("skip", "once", "all")
                .map(rule -> ordered("0.10", start, daily.formatted(rule)))
                .toList();
        after(Duration.ofHours(1));
        orders.forEach(order -> assertEquals(200, change(order, "pause").status()));
        after(Duration.ofDays(3).plusHours(2));
        orders.forEach(order -> assertEquals("paused", API.get(path(order)).text("status")));

        orders.forEach(order -> assertEquals(200, change(order, "resume").status()));
        after(Duration.ZERO);

        assertEquals("skipped skipped skipped completed", runs(orders.get(0)));
        assertEquals("completed skipped skipped completed", runs(orders.get(1)));
        assertEquals("completed completed completed completed", runs(orders.get(2)));
        orders.forEach(order -> assertEquals(200, change(order, "cancel").status()));
        after(Duration.ofDays(2));
        orders.forEach(order -> assertEquals("canceled 4", status(order)));
    }

    @Test
    void manyRunnersMakeARunOnce() {
        var orders = Stream.generate(() -> ordered("0.10", CLOCK.instant().plusSeconds(60), ""))
                .limit(20)
                .toList();
        CLOCK.advance(Duration.ofMinutes(1));

        TestPlatform.await(Future.all(
                Stream.generate(() -> FLOWLET.flowlet().bus().request(RunDue.ADDRESS, new RunDue()))
                        .limit(8)
                        .toList()));
        settled(orders);

        assertEquals("8.00", API.get("/wallets/" + from + "/balance").text("current"));
        // The lease is over, as if the one who held it had died.
        after(Duration.ofMinutes(5));
        assertEquals("8.00", API.get("/wallets/" + from + "/balance").text("current"));
    }

    @Test
    void aChangeIsMadeOncePerKeyAndOnlyFromAStateThatAllowsIt() {
        var order = ordered("1.00", CLOCK.instant().plus(Duration.ofDays(9)), "");

        var answers = Api.together(Collections.nCopies(
                8, (Callable<Response>) () -> API.postOnce("pause-" + order, path(order) + "/pause", null)));
        assertEquals(1, answers.stream().filter(answer -> !answer.replayed()).count());
        assertEquals(1, answers.stream().map(Response::body).distinct().count());
        assertEquals("2", answers.getFirst().text("version"));
        assertEquals("409 state_conflict", refusal(change(order, "pause")));
        assertEquals("active", change(order, "resume").text("status"));
        assertEquals("canceled", change(order, "cancel").text("status"));
        assertEquals("409 state_conflict", refusal(change(order, "resume")));
    }

    @Test
    void anOrderThatCouldNeverBeCarriedOutIsRefused() {
        var start = CLOCK.instant().plusSeconds(60);
        var poor = FLOWLET.wallet("payer", "EUR", "0");

        assertEquals("422 currency_mismatch", refusal(order(from, poor, "1.00", start, "")));
        assertEquals("404 wallet_not_found", refusal(order("wal_01kav9ft00emq8k9w39qsaekf4", to, "1.00", start, "")));
        assertEquals("422 start_in_the_past", refusal(order(from, to, "1.00", start.minus(Duration.ofHours(2)), "")));
        var zone = ",\"recurrence\":{\"frequency\":\"daily\",\"timeZone\":\"Mars/Olympus\"}";
        assertEquals("422 invalid_value", refusal(order(from, to, "1.00", start, zone)));
        var both = ",\"recurrence\":{\"frequency\":\"daily\",\"count\":2,\"until\":\"2040-01-01T00:00:00Z\"}";
        assertTrue(refusal(order(from, to, "1.00", start, both)).startsWith("422"));
        var ann = FLOWLET.login("ann@acme.test");
        assertEquals(
                404,
                ann.post("/scheduled-payments", body(from, to, "1.00", start, ""))
                        .status());
    }

    /// Lets time pass and everything that is due then happen.
    private static void after(Duration duration) {
        CLOCK.advance(duration);
        TestPlatform.await(FLOWLET.flowlet().bus().request(RunDue.ADDRESS, new RunDue()));
    }

    private static void settled(List<String> orders) {
        orders.forEach(order -> assertEquals("completed 1", status(order)));
    }

    private String ordered(String amount, Instant start, String more) {
        var answer = order(from, to, amount, start, more);
        assertEquals(201, answer.status(), answer::body);
        return answer.text("id");
    }

    private static Response order(String from, String to, String amount, Instant start, String more) {
        return API.post("/scheduled-payments", body(from, to, amount, start, more));
    }

    private static String body(String from, String to, String amount, Instant start, String more) {
        var payment = payment(from, to, amount, "USD");
        return payment.substring(0, payment.length() - 1) + ",\"startAt\":\"" + start + "\"" + more + "}";
    }

    private static Response change(String order, String verb) {
        return API.post(path(order) + "/" + verb, null);
    }

    private static String refusal(Response response) {
        return response.status() + " " + response.code();
    }

    private static String runs(String order) {
        return String.join(" ", API.get(path(order) + "/runs").column("status"));
    }

    private String state(String order) {
        return status(order) + " " + API.get("/wallets/" + from + "/balance").text("current");
    }

    private static String status(String order) {
        var found = API.get(path(order));
        return found.text("status") + " " + found.text("runs");
    }

    private static String path(String order) {
        return "/scheduled-payments/" + order;
    }
}
