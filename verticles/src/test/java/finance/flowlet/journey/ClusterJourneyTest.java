package finance.flowlet.journey;

import static finance.flowlet.testing.TestFlowlet.payment;
import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.Load;
import finance.flowlet.testing.Nodes;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Several processes on one database are one platform.
class ClusterJourneyTest {
    private String apiKey = "";
    private List<String> wallets = List.of();

    @Test
    void twoNodesShareOneSetOfBooks() {
        var database = prepared(TestDatabase.create());
        try (var nodes = Nodes.start(database, List.of(Map.of(), Map.of()))) {
            var turn = new AtomicInteger();
            try (var load = new Load(8, wallets, () -> api(nodes, turn.getAndIncrement() % 2))) {
                load.acknowledged(300);
                load.settle(database);
                System.out.println("two nodes: " + load.summary());
            }
            Invariants.assertHold(database);
        }
    }

    @Test
    void aNodeWithoutTheLedgerPaysThroughOneThatHasIt() {
        var database = prepared(TestDatabase.create());
        var front = Map.of("FLOWLET_ROLES", "gateway");
        var back = Map.of("FLOWLET_ROLES", "ledger,auth,wallets,payments,fx,initiation,statements,reconciliation");
        try (var nodes = Nodes.start(database, List.of(front, back))) {
            var paid = api(nodes, 0)
                    .post("/payments", payment(wallets.get(0), wallets.get(1), "1.00", "USD"), "Idempotency-Key", "a");

            assertEquals(201, paid.status(), paid::body);
            assertEquals(404, api(nodes, 1).get("/payments").status());
            assertEquals(200, api(nodes, 1).get("/health/ready").status());
        }
        Invariants.assertHold(database);
    }

    private Api api(Nodes nodes, int node) {
        return nodes.node(node).api(apiKey);
    }

    private TestDatabase prepared(TestDatabase database) {
        try (var flowlet = TestFlowlet.start(database, Map.of(), Clock.systemUTC())) {
            apiKey = flowlet.provision("Cluster");
            wallets = List.of("a", "b", "c", "d").stream()
                    .map(user -> wallet(flowlet.api().as(apiKey), user))
                    .toList();
        }
        return database;
    }

    private static String wallet(Api api, String user) {
        var wallet = api.post(
                        "/wallets", "{\"userId\":\"%s\",\"currency\":\"USD\",\"type\":\"personal\"}".formatted(user))
                .text("id");
        api.post("/wallets/" + wallet + "/deposits", "{\"amount\":1000.00,\"currency\":\"USD\"}");
        return wallet;
    }
}
