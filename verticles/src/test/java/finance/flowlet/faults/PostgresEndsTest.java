package finance.flowlet.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.servers.PostgresServer;
import finance.flowlet.servers.Proxy;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.Load;
import finance.flowlet.testing.Payers;
import finance.flowlet.testing.Servers;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// R12 and R13: PostgreSQL, or the way to it, ends under load and comes back. The program is not
/// restarted.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresEndsTest {
    private static final String CLIENTS_OF = "from pg_stat_activity where backend_type = 'client backend'"
            + " and pid <> pg_backend_pid() and application_name like 'flowlet-%'";
    private final PostgresServer postgres = Servers.postgres();
    private final TestDatabase database = TestDatabase.create(postgres);
    private final Proxy network = new Proxy(postgres.port());
    private final Payers payers = Payers.in(database);
    private final TestFlowlet flowlet =
            TestFlowlet.beside(database, Map.of("DB_PORT", Integer.toString(network.port())), payers.apiKey());
    private final Load load = new Load(8, payers.wallets(), flowlet::api);

    @AfterEach
    void booksAreRight() {
        Invariants.assertHold(database);
    }

    /// Only now are all clients' outcomes known.
    @AfterAll
    void everyAcknowledgedPaymentIsThereOnce() {
        load.settle(database);
        Invariants.assertHold(flowlet);
        System.out.println("PostgreSQL ended in every way: " + load.summary());
        flowlet.close();
        network.close();
        postgres.crash();
    }

    @Test
    void killedWithoutAWord() {
        recovers("kill -9", () -> {
            postgres.crash();
            postgres.restart();
        });
    }

    @Test
    void shutDownImmediately() {
        recovers("immediate shutdown", () -> {
            postgres.abort();
            postgres.restart();
        });
    }

    @Test
    void everySessionTerminatedAndNoneLeaked() {
        load.acknowledged(20);
        var before = database.number("select count(*) " + CLIENTS_OF);

        recovers("pg_terminate_backend", () -> database.execute("select pg_terminate_backend(pid) " + CLIENTS_OF));

        var after = database.number("select count(*) " + CLIENTS_OF);
        assertTrue(after <= before + 16, () -> before + " connections became " + after);
    }

    @Test
    void everyConnectionCut() {
        recovers("connections cut", network::cut);
    }

    /// The nastiest cut: what was asked arrives, what is answered does not.
    @Test
    void theNetworkSilentAndThenCut() {
        recovers("network silent, then cut", () -> {
            network.silence(true);
            assertEquals(List.of("1"), database.texts("select 1"), "the server itself is well");
            network.cut();
            network.silence(false);
        });
    }

    private void recovers(String fault, Runnable cause) {
        load.acknowledged(50);
        cause.run();
        var begin = System.nanoTime();
        load.acknowledged(50);
        var recovery = Duration.ofNanos(System.nanoTime() - begin);
        System.out.println(fault + ": paying again after " + recovery);
        assertTrue(recovery.toSeconds() < 10, "recovered in " + recovery);
    }
}
