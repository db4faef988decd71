package finance.flowlet.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.servers.PostgresServer;
import finance.flowlet.servers.Proxy;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.Load;
import finance.flowlet.testing.Payers;
import finance.flowlet.testing.Servers;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import finance.flowlet.testing.WrittenLog;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// R14: the standby takes over. With synchronous replication no acknowledged payment is lost; without it
/// the loss is counted and seen by whoever kept a checkpoint; and nobody goes back to the server of
/// before.
class FailoverTest {
    private final PostgresServer primary = Servers.postgres();
    private final TestDatabase database = TestDatabase.create(primary);
    private final Payers payers = Payers.in(database);
    private final Proxy replication = new Proxy(primary.port());
    private final PostgresServer standby = primary.follower(Servers.directory("standby"), replication.port());
    private final Proxy network = new Proxy(primary.port());

    @AfterEach
    void stop() {
        network.close();
        replication.close();
        standby.crash();
        primary.crash();
    }

    @Test
    void withASynchronousStandbyNoAcknowledgedPaymentIsLost() {
        replicateSynchronously();
        try (var flowlet = start(Map.of());
                var load = new Load(8, payers.wallets(), flowlet::api)) {
            load.acknowledged(200);
            primary.crash();
            var recovery = failover(load);
            load.acknowledged(100);
            load.settle(database.on(standby));
            System.out.println("synchronous standby promoted: " + load.summary() + ", paying again after " + recovery);
            assertTrue(recovery.toSeconds() < 10, "recovered in " + recovery);
        }
        Invariants.assertHold(database.on(standby));
    }

    /// A server that gives up waiting for its standby commits all the same, and says so in a warning at
    /// most.
    @Test
    void aPaymentThatTheStandbyHasNotGotIsNotAcknowledged() {
        replicateSynchronously();
        try (var flowlet = start(Map.of(
                "FLOWLET_DATABASE_STATEMENT_TIMEOUT_MILLIS", "500", "FLOWLET_LEDGER_LOCK_TIMEOUT_MILLIS", "200"))) {
            var api = flowlet.api();
            assertEquals(201, payers.pay(api, "before").status());
            replication.silence(true);

            var unsure = payers.pay(api, "meanwhile");

            assertEquals("503 outcome_unknown", unsure.status() + " " + unsure.code());
            replication.silence(false);
            var repeated = Waiting.until(() -> payers.pay(api, "meanwhile"), answer -> answer.status() == 201);
            assertTrue(repeated.replayed());
        }
        Invariants.assertHold(database);
    }

    @Test
    void withoutOneTheLossIsCountedAndAKeptCheckpointShowsIt() {
        try (var log = new WrittenLog();
                var flowlet = start(Map.of("FLOWLET_JOBS_INTERVAL_MILLIS", "100"));
                var load = new Load(8, payers.wallets(), flowlet::api)) {
            load.acknowledged(100);
            Waiting.until(
                    () -> database.on(standby).number("select count(*) from payments.payment"), paid -> paid >= 100);
            replication.silence(true);
            load.acknowledged(100);
            var kept = Waiting.until(
                    () -> flowlet.api().get("/ledger/checkpoints/latest"),
                    answer -> Long.parseLong(answer.text("treeSize")) > seal(standby));
            replication.cut();
            primary.crash();
            failover(load);
            load.acknowledged(100);
            load.stop();

            var lost = load.lost(database.on(standby));
            System.out.println("asynchronous standby promoted: " + load.summary() + ", lost " + lost.size());
            assertTrue(lost.size() >= 100, () -> "lost " + lost);
            var now = flowlet.api().get("/ledger/checkpoints/" + kept.text("treeSize"));
            assertNotEquals(kept.text("rootHash"), now.status() == 200 ? now.text("rootHash") : "");
            Waiting.until(() -> log.with("the tree was rewritten after it was signed"), lines -> !lines.isEmpty());
        }
        // What is left is right in itself, which is why nothing but what was kept outside can tell.
        Invariants.assertHold(database.on(standby));
    }

    @Test
    void nobodyGoesBackToTheServerOfBefore() {
        try (var flowlet = start(Map.of())) {
            var api = flowlet.api();
            assertEquals(201, payers.pay(api, "before").status());
            standby.promote();
            network.leadTo(standby.port());
            network.cut();
            Waiting.until(() -> payers.pay(api, "after"), answer -> answer.status() == 201);

            network.leadTo(primary.port());
            network.cut();
            var refused = Waiting.until(
                    () -> payers.pay(api, "astray"), answer -> answer.code().equals("unavailable"));

            assertEquals(503, refused.status());
            assertEquals(1, database.number("select count(*) from payments.payment"), "the old server takes nothing");
            network.leadTo(standby.port());
            network.cut();
            Waiting.until(() -> payers.pay(api, "astray"), answer -> answer.status() == 201);
        }
    }

    @Test
    void aStandbyTakesNoPayment() {
        try (var flowlet = start(Map.of())) {
            var api = flowlet.api();
            network.leadTo(standby.port());
            network.cut();

            var refused = Waiting.until(
                    () -> payers.pay(api, "too-early"), answer -> answer.code().equals("unavailable"));

            assertEquals("1", refused.header("Retry-After"));
            standby.promote();
            Waiting.until(() -> payers.pay(api, "too-early"), answer -> answer.status() == 201);
        }
    }

    private TestFlowlet start(Map<String, String> settings) {
        var all = new HashMap<>(settings);
        all.put("DB_PORT", Integer.toString(network.port()));
        return TestFlowlet.beside(database, all, payers.apiKey());
    }

    private void replicateSynchronously() {
        primary.restart();
        database.execute("alter system set synchronous_standby_names = '*'");
        database.execute("select pg_reload_conf()");
        Waiting.until(
                () -> database.texts("select sync_state from pg_stat_replication"), states -> states.contains("sync"));
    }

    /// How long it took from the promotion to the next payments.
    private Duration failover(Load load) {
        var begin = System.nanoTime();
        standby.promote();
        network.leadTo(standby.port());
        network.cut();
        load.acknowledged(20);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private long seal(PostgresServer server) {
        return database.on(server).number("select coalesce(max(tree_size), 0) from ledger.checkpoint");
    }
}
