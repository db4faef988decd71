package finance.flowlet.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.servers.Proxy;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.Load;
import finance.flowlet.testing.Payers;
import finance.flowlet.testing.Servers;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import finance.flowlet.testing.WrittenLog;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// R16 and R30: a server that is there and does not answer. Nobody waits for it without end, nothing
/// piles up behind it, and once it answers again everything does.
class SlowServersTest {
    /// The settings of a day, a tenth as long: what is bounded by them is bounded by ten times as much
    /// then.
    private static final Map<String, String> IMPATIENT = Map.of(
            "FLOWLET_DATABASE_STATEMENT_TIMEOUT_MILLIS", "500",
            "FLOWLET_DATABASE_POOL_CONNECT_TIMEOUT_MILLIS", "500",
            "FLOWLET_LEDGER_COMMAND_DEADLINE_MILLIS", "1000",
            "FLOWLET_LEDGER_LOCK_TIMEOUT_MILLIS", "300",
            "FLOWLET_LEDGER_MAX_BATCH", "20",
            "FLOWLET_LEDGER_MAX_QUEUE", "50",
            "FLOWLET_SERVICES_TIMEOUT_MILLIS", "1500");
    /// Three waits of [#IMPATIENT] for an answer (the first try and the retries of the gateway), and a
    /// busy machine.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

    private static final int CLIENTS = 150;

    @Test
    void whoeverAsksAFrozenPostgresIsToldSoInBoundedTime() {
        try (var postgres = Servers.postgres();
                var log = new WrittenLog()) {
            var database = TestDatabase.create(postgres);
            try (var flowlet = TestFlowlet.start(database, IMPATIENT, Clock.systemUTC())) {
                var payers = Payers.of(flowlet);
                assertEquals(201, payers.pay(flowlet.api(), "before").status());
                postgres.pause();
                var answers = askWhileFrozen(flowlet, payers);
                postgres.resume();

                for (var answer : answers) {
                    assertEquals(503, answer.status(), answer::body);
                    assertEquals("1", answer.header("Retry-After"), answer::body);
                }
                assertTrue(answers.stream().anyMatch(answer -> answer.code().equals("ledger_busy")), "full queue");
                // Whatever became of a payment meanwhile, its key tells, and no key pays twice.
                for (var client = 0; client < CLIENTS; client++) {
                    var key = "frozen-" + client;
                    Waiting.until(() -> payers.pay(flowlet.api(), key), answer -> answer.status() == 201);
                }
                assertEquals(CLIENTS + 1, database.number("select count(*) from payments.payment"));
                assertEquals(List.of(), log.with("BlockedThreadChecker"));
                Invariants.assertHold(flowlet);
            }
        }
    }

    /// Readiness says so as well, liveness does not: a restart would not help.
    private static List<Response> askWhileFrozen(TestFlowlet flowlet, Payers payers) {
        var begin = System.nanoTime();
        var asked = new ArrayList<>(IntStream.range(0, CLIENTS)
                .mapToObj(client -> flowlet.api()
                        .sendAsync("POST", "/payments", payers.body(), "Idempotency-Key", "frozen-" + client))
                .toList());
        asked.add(flowlet.api().sendAsync("GET", "/wallets/" + payers.wallets().getFirst(), null));
        var ready = flowlet.api().sendAsync("GET", "/health/ready", null);
        var live = flowlet.api().get("/health");
        var answers = asked.stream().map(CompletableFuture::join).toList();
        var waited = Duration.ofNanos(System.nanoTime() - begin);
        System.out.println("PostgreSQL frozen: " + answers.size() + " answers within " + waited);
        assertEquals(503, ready.join().status());
        assertEquals(200, live.status());
        assertTrue(waited.compareTo(LONGEST_WAIT) < 0, () -> "waited " + waited);
        return answers;
    }

    /// Frozen for a while under load: clients that repeat their keys all get there.
    @Test
    void payingGoesOnAfterPostgresWasFrozenUnderLoad() {
        try (var postgres = Servers.postgres()) {
            var database = TestDatabase.create(postgres);
            try (var flowlet = TestFlowlet.start(database, IMPATIENT, Clock.systemUTC());
                    var load = new Load(8, Payers.of(flowlet).wallets(), flowlet::api)) {
                load.acknowledged(100);
                postgres.pause();
                LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
                postgres.resume();
                var begin = System.nanoTime();
                load.acknowledged(100);
                var recovery = Duration.ofNanos(System.nanoTime() - begin);
                load.settle(database);
                System.out.println("PostgreSQL frozen for 3 s: " + load.summary() + ", paying after " + recovery);
                assertTrue(recovery.toSeconds() < 10, "recovered in " + recovery);
                Invariants.assertHold(flowlet);
            }
        }
    }

    /// R34, on the worst of days: whoever stops the program need not kill it.
    @Test
    void theProgramEndsWhilePostgresIsFrozen() {
        try (var postgres = Servers.postgres()) {
            var database = TestDatabase.create(postgres);
            var flowlet = TestFlowlet.start(database, IMPATIENT, Clock.systemUTC());
            assertEquals(201, Payers.of(flowlet).pay(flowlet.api(), "before").status());
            postgres.pause();

            var begin = System.nanoTime();
            flowlet.close();
            var waited = Duration.ofNanos(System.nanoTime() - begin);

            assertTrue(waited.toSeconds() < 15, "ended in " + waited);
            postgres.resume();
        }
    }

    /// The rate limits ask Redis before every request; nobody's payment waits for it.
    @Test
    void aSlowRedisDoesNotSlowPaymentsDown() {
        try (var network = new Proxy(Servers.sharedRedis().port());
                var flowlet = TestFlowlet.start(Map.of("REDIS_PORT", Integer.toString(network.port())))) {
            var payers = Payers.of(flowlet);
            slowestOfAHundred(flowlet, payers, "warm");
            var before = slowestOfAHundred(flowlet, payers, "before");
            network.delay(Duration.ofSeconds(2));
            var during = slowestOfAHundred(flowlet, payers, "during");
            network.delay(Duration.ZERO);

            System.out.println("p98 of payments " + before + ", with Redis two seconds away " + during);
            // The circuit opens after a few waits of 50 ms and tries again now and then.
            assertTrue(during.compareTo(before.plusMillis(250)) < 0, () -> before + " became " + during);
            Invariants.assertHold(flowlet);
        }
    }

    private static Duration slowestOfAHundred(TestFlowlet flowlet, Payers payers, String name) {
        var nanos = IntStream.range(0, 100)
                .mapToLong(i -> {
                    var begin = System.nanoTime();
                    assertEquals(201, payers.pay(flowlet.api(), name + "-" + i).status());
                    return System.nanoTime() - begin;
                })
                .sorted()
                .toArray();
        return Duration.ofNanos(nanos[97]);
    }
}
