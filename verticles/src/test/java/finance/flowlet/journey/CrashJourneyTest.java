package finance.flowlet.journey;

import static finance.flowlet.testing.TestFlowlet.payment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.FlowletProcess;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.Load;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// What is left after the program was killed or stopped: acceptance test 5 and R10, R11, R34. What ends
/// around it is the matter of the tests in `faults`.
class CrashJourneyTest {
    private static final int KILLS = Integer.getInteger("flowlet.kills", 4);
    private String apiKey = "";
    private List<String> wallets = List.of();

    @Test
    void killingTheProgramLosesNoAcknowledgedPayment() {
        var database = prepared(TestDatabase.create());
        var current = new AtomicReference<>(FlowletProcess.start(database, Map.of()));

        try (var load = new Load(8, wallets, () -> current.get().api(apiKey))) {
            for (var kill = 0; kill < KILLS; kill++) {
                load.acknowledged(150);
                current.get().kill();
                current.set(FlowletProcess.start(database, Map.of()));
            }
            load.acknowledged(50);
            load.settle(database);
            System.out.println("kill -9 of the program, " + KILLS + " times: " + load.summary());
        }

        booksAreRight(database);
        current.get().kill();
    }

    @Test
    void aCrashBeforeTheCommitHasNoEffect() {
        var database = prepared(TestDatabase.create());
        var body = payment(wallets.get(0), wallets.get(1), "1.00", "USD");
        crashOn(database, "before_commit", body);
        assertEquals(0, database.number("select count(*) from payments.payment"));

        try (var program = FlowletProcess.start(database, Map.of())) {
            var retried = program.api(apiKey).post("/payments", body, "Idempotency-Key", "crash");

            assertEquals(201, retried.status());
            assertEquals("", retried.header("Idempotency-Replayed"));
        }
        booksAreRight(database);
    }

    @Test
    void aCrashAfterTheCommitHasOneEffectAndTheRetryIsToldOfIt() {
        var database = prepared(TestDatabase.create());
        var body = payment(wallets.get(0), wallets.get(1), "1.00", "USD");
        crashOn(database, "after_commit", body);
        assertEquals(1, database.number("select count(*) from payments.payment"));

        try (var program = FlowletProcess.start(database, Map.of())) {
            var retried = program.api(apiKey).post("/payments", body, "Idempotency-Key", "crash");

            assertEquals(201, retried.status());
            assertEquals("true", retried.header("Idempotency-Replayed"));
            assertEquals(
                    retried.text("id"),
                    program.api(apiKey).get("/payments/" + retried.text("id")).text("id"));
        }
        assertEquals(1, database.number("select count(*) from payments.payment"));
        booksAreRight(database);
    }

    @Test
    void aGracefulStopFinishesWhatIsInFlight() {
        var database = prepared(TestDatabase.create());
        var answered = new ArrayList<String>();
        var paid = new Semaphore(0);
        try (var program = FlowletProcess.start(database, Map.of())) {
            var clients = new ArrayList<Thread>();
            for (var client = 0; client < 8; client++) {
                var name = client;
                clients.add(Thread.ofVirtual().start(() -> {
                    var body = payment(wallets.get(0), wallets.get(1), "0.01", "USD");
                    var outcomes = RawClient.payUntilTurnedAway(program.port(), apiKey, "stop-" + name, body, paid);
                    synchronized (answered) {
                        answered.addAll(outcomes);
                    }
                }));
            }
            RawClient.awaitPaid(paid, 200);
            assertTrue(program.terminate(30), "ends by itself");
            clients.forEach(CrashJourneyTest::join);
        }

        var done = answered.stream().filter("201"::equals).count();
        var unknown = answered.stream().filter("unknown"::equals).count();
        System.out.println("graceful stop: " + done + " paid, " + answered.size() + " asked, " + unknown + " unknown");
        assertEquals(0, unknown);
        assertEquals(done, database.number("select count(*) from payments.payment"));
        booksAreRight(database);
    }

    private TestDatabase prepared(TestDatabase database) {
        try (var flowlet = TestFlowlet.start(database, Map.of(), Clock.systemUTC())) {
            apiKey = flowlet.provision("Crash");
            var purse = new Purse(flowlet.api().as(apiKey));
            wallets = List.of("a", "b", "c", "d").stream()
                    .map(user -> purse.funded(user, "1000.00"))
                    .toList();
        }
        return database;
    }

    private void crashOn(TestDatabase database, String point, String body) {
        try (var program = FlowletProcess.start(database, Map.of(), "-Dflowlet.crash=" + point)) {
            assertThrows(
                    IllegalStateException.class,
                    () -> program.api(apiKey).post("/payments", body, "Idempotency-Key", "crash"));
            assertTrue(program.await(10), "ended at " + point);
        }
    }

    private void booksAreRight(TestDatabase database) {
        Invariants.assertHold(database);
        try (var program = FlowletProcess.start(database, Map.of())) {
            var integrity = program.api(apiKey).get("/ledger/integrity");
            assertEquals("ok", integrity.text("status"), integrity::body);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
