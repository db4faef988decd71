package finance.flowlet.journey;

import static finance.flowlet.journey.Purse.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.Flowlet;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Who races for one payment, in one process and in two: its ceilings hold and its money is moved once.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PaymentRacesJourneyTest {
    private static final Map<String, String> SETTINGS =
            Map.of("FLOWLET_JOBS_INTERVAL_MILLIS", "3600000", "FLOWLET_LEDGER_WRITERS", "2");
    private final TestClock clock = new TestClock(Instant.parse("2026-01-31T12:00:00Z"));
    private final TestDatabase database = TestDatabase.create();
    private final TestFlowlet world = TestFlowlet.start(database, SETTINGS, clock);
    /// A second process on the same database.
    private final Flowlet second = Flowlet.start(database.config(SETTINGS), clock, _ -> {});

    private final Api api = world.api();
    private final Api other = new Api("http://127.0.0.1:" + second.port(), api.credential());
    private final Purse purse = new Purse(api);
    private String ann = "";
    private String bob = "";

    @BeforeEach
    void open() {
        ann = purse.funded("ann", "1000.00");
        bob = purse.wallet("bob", "USD");
    }

    @AfterEach
    void booksAreRight() {
        Invariants.assertHold(world);
    }

    @AfterAll
    void close() {
        second.close();
        world.close();
    }

    /// E.6, 3.
    @Test
    void aHundredPartialRefundsAtOnceNeverExceedWhatWasCaptured() {
        var path = "/payments/" + done(purse.pay(ann, bob, "100.00").join()).text("id");

        var replies = atOnce(100, _ -> api.post(path + "/refunds", "{\"amount\":3.00}"));

        assertEquals(Map.of("201", 33L, "refund_exceeds_captured", 67L), byCode(replies));
        assertEquals("99.00", api.get(path).text("amountRefunded"));
        assertEquals("999.00 1.00", purse.available(ann) + " " + purse.available(bob));
    }

    @Test
    void refundsOfTwoProcessesNeverExceedWhatWasCaptured() {
        var path = "/payments/" + done(purse.pay(ann, bob, "100.00").join()).text("id");

        var replies = atOnce(60, i -> (i % 2 == 0 ? api : other).post(path + "/refunds", "{\"amount\":3.00}"));

        assertEquals(Map.of("201", 33L, "refund_exceeds_captured", 27L), byCode(replies));
        assertEquals("99.00", api.get(path).text("amountRefunded"));
    }

    /// E.6, 4.
    @Test
    void oneOfTwoCapturesOfAHoldWins() {
        for (var round = 0; round < 10; round++) {
            var path = "/payments/" + authorized("10.00");

            var replies = atOnce(2, i -> (i == 0 ? api : other).post(path + "/capture", "{}"));

            assertEquals(Map.of("200", 1L, "payment_state_conflict", 1L), byCode(replies));
            assertEquals("10.00", api.get(path).text("amountCaptured"));
        }
        assertEquals("900.00 100.00", purse.available(ann) + " " + purse.available(bob));
    }

    @Test
    void partialCapturesAtOnceTakeWhatThereIs() {
        var path = "/payments/" + authorized("10.00");

        var replies = atOnce(20, _ -> api.post(path + "/capture", "{\"amount\":3.00}"));

        assertEquals(3, byCode(replies).get("200"));
        assertEquals("9.00", api.get(path).text("amountCaptured"));
        assertEquals("990.00", purse.available(ann));
    }

    @Test
    void captureOrCancelWinsNeverBoth() {
        for (var round = 0; round < 10; round++) {
            var path = "/payments/" + authorized("10.00");
            var before = purse.available(bob);

            var replies =
                    atOnce(2, i -> i == 0 ? api.post(path + "/capture", "{}") : other.post(path + "/cancel", null));

            assertEquals(Map.of("200", 1L, "payment_state_conflict", 1L), byCode(replies));
            var captured = replies.getFirst().status() == 200;
            assertEquals(captured ? "completed" : "canceled", api.get(path).text("status"));
            assertEquals(!captured, before.equals(purse.available(bob)));
        }
    }

    @Test
    void captureOrExpiryWinsNeverBoth() {
        var paths = IntStream.range(0, 20)
                .mapToObj(_ -> "/payments/" + authorized("10.00"))
                .toList();
        clock.advance(Duration.ofDays(7).minusMillis(200));
        var calls = new ArrayList<Callable<Response>>();
        paths.forEach(path -> calls.add(() -> {
            clock.advance(Duration.ofMillis(15));
            return api.post(path + "/capture", "{}");
        }));
        calls.add(() -> {
            expire();
            return api.get("/payments");
        });

        var replies = Api.together(calls).subList(0, 20);
        clock.advance(Duration.ofDays(1));
        expire();

        for (var i = 0; i < paths.size(); i++) {
            var captured = replies.get(i).status() == 200;
            assertTrue(
                    captured
                            || List.of("payment_state_conflict", "hold_expired")
                                    .contains(replies.get(i).code()),
                    replies.get(i)::body);
            assertEquals(
                    captured ? "completed" : "expired", api.get(paths.get(i)).text("status"));
        }
        var captured = replies.stream().filter(reply -> reply.status() == 200).count();
        assertEquals(BigDecimal.valueOf(captured * 1000, 2).toPlainString(), purse.available(bob));
        assertEquals(BigDecimal.valueOf(100_000 - captured * 1000, 2).toPlainString(), purse.available(ann));
    }

    @Test
    void oneKeyFiftyTimesIsOneRefund() {
        var path = "/payments/" + done(purse.pay(ann, bob, "100.00").join()).text("id");

        var replies = atOnce(
                50, i -> (i % 2 == 0 ? api : other).postOnce("one-refund", path + "/refunds", "{\"amount\":3.00}"));

        assertEquals(Map.of("201", 50L), byCode(replies));
        assertEquals(1, replies.stream().map(Response::body).distinct().count());
        assertEquals(1, replies.stream().filter(reply -> !reply.replayed()).count());
        assertEquals("3.00", api.get(path).text("amountRefunded"));
    }

    @Test
    void refundsAndDisputesShareTheCeiling() {
        var path = "/payments/" + done(purse.pay(ann, bob, "100.00").join()).text("id");

        var replies = atOnce(
                40,
                i -> i % 4 == 0
                        ? api.post(path + "/disputes", "{\"amount\":40.00,\"reason\":\"race\"}")
                        : other.post(path + "/refunds", "{\"amount\":7.00}"));

        assertTrue(
                replies.stream().allMatch(reply -> reply.status() < 500),
                () -> byCode(replies).toString());
        var payment = api.get(path);
        var taken = new BigDecimal(payment.text("amountRefunded")).add(new BigDecimal(payment.text("amountDisputed")));
        assertTrue(taken.compareTo(new BigDecimal("100.00")) <= 0, payment::body);
        assertEquals(new BigDecimal("100.00").subtract(taken).toPlainString(), purse.available(bob));
    }

    private String authorized(String amount) {
        var body = Purse.payment(ann, bob, amount);
        return done(api.post("/payments", body.substring(0, body.length() - 1) + ",\"captureMethod\":\"manual\"}"))
                .text("id");
    }

    private void expire() {
        TestPlatform.await(world.flowlet().bus().request(ExpirePayments.ADDRESS, new ExpirePayments(100)));
    }

    private static List<Response> atOnce(int times, IntFunction<Response> request) {
        return Api.together(IntStream.range(0, times)
                .<Callable<Response>>mapToObj(i -> () -> request.apply(i))
                .toList());
    }

    private static Map<String, Long> byCode(List<Response> replies) {
        return replies.stream().collect(Collectors.groupingBy(Response::code, Collectors.counting()));
    }
}
