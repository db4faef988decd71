package finance.flowlet.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.Load;
import finance.flowlet.testing.Nodes;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/// Two processes on one database, of which one is frozen, woken and killed under load. The other one goes on,
/// and what was acknowledged by either exists once.
class ClusterJourneyTest {
    private static final int FIRST = 0;
    private static final int SECOND = 1;
    private String apiKey = "";
    private List<String> wallets = List.of();

    @Test
    void oneNodeIsFrozenAndKilledAndTheOtherGoesOn() {
        var database = prepared(TestDatabase.create());
        var hot = Map.of("FLOWLET_CLUSTER_HOT_PER_SECOND", "20", "FLOWLET_CLUSTER_SILENT_SECONDS", "5");
        try (var nodes = Nodes.start(database, List.of(hot, hot))) {
            var turn = new AtomicInteger();
            var both = (IntSupplier) () -> turn.getAndIncrement() % 2;
            var who = new AtomicReference<>(both);
            try (var load = new Load(8, wallets, () -> api(nodes, who.get().getAsInt()))) {
                load.acknowledged(200);

                nodes.node(SECOND).freeze();
                who.set(() -> FIRST);
                var frozenFor = within(load, 50);
                nodes.node(SECOND).wake();
                load.acknowledged(100);
                who.set(both);
                load.acknowledged(100);

                nodes.node(SECOND).kill();
                who.set(() -> FIRST);
                var killedFor = within(load, 50);
                load.acknowledged(100);

                nodes.restart(SECOND, hot);
                who.set(both);
                load.acknowledged(100);
                load.settle(database);
                System.out.println("two nodes, one frozen (50 paid in " + frozenFor + ") and killed (50 paid in "
                        + killedFor + "): " + load.summary());
            }
            assertEquals("ok", api(nodes, FIRST).get("/ledger/integrity").text("status"));
            assertEquals(200, api(nodes, SECOND).get("/health/ready").status());
        }
        Invariants.assertHold(database);
    }

    /// How long it takes until so many more are paid: a neighbour in trouble may cost a few seconds.
    private static Duration within(Load load, int payments) {
        var began = System.nanoTime();
        load.acknowledged(payments);
        var took = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(took.toSeconds() < 10, () -> "took " + took);
        return took;
    }

    private Api api(Nodes nodes, int node) {
        return nodes.node(node).api(apiKey);
    }

    private TestDatabase prepared(TestDatabase database) {
        try (var flowlet = TestFlowlet.start(database, Map.of(), Clock.systemUTC())) {
            apiKey = flowlet.provision("Cluster");
            var purse = new Purse(flowlet.api().as(apiKey));
            wallets = List.of("a", "b", "c", "d").stream()
                    .map(user -> purse.funded(user, "1000.00"))
                    .toList();
        }
        return database;
    }
}
