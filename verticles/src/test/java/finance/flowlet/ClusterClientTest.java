package finance.flowlet;

import static finance.flowlet.testing.TestPlatform.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.client.FlowletClient;
import finance.flowlet.client.NewPayment;
import finance.flowlet.client.Outcome;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import finance.flowlet.servers.Ports;
import finance.flowlet.testing.TestFlowlet;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A program that joins the cluster and is no Flowlet itself.
class ClusterClientTest {
    @Test
    void aMemberPaysOverTheBus() {
        var flowletPort = Ports.anyFree();
        var memberPort = Ports.anyFree();
        try (var world = TestFlowlet.start(cluster(flowletPort, flowletPort))) {
            var ann = WalletId.parse(world.wallet("ann", "USD", "10.00"));
            var bob = WalletId.parse(world.wallet("bob", "USD", "0"));
            var payment = new NewPayment(ann, bob, new Money(125, Currency.of("USD")));
            var config = world.database().config(cluster(memberPort, flowletPort));
            var member = await(Cluster.vertx(config.cluster()));
            var flowlet =
                    FlowletClient.overCluster(member, String.valueOf(world.api().credential()), "shop");

            var paid = assertInstanceOf(Outcome.Done.class, await(flowlet.pay("order-1", payment)));
            var again = assertInstanceOf(Outcome.Done.class, await(flowlet.pay("order-1", payment)));
            var nobody = assertInstanceOf(
                    Outcome.Refused.class, await(flowlet.as("sk_test_nobody").pay("order-2", payment)));

            assertEquals(paid.value(), again.value());
            assertTrue(again.replayed());
            assertEquals("unauthenticated", nobody.problem().code());
            assertEquals(
                    new BigDecimal("8.75"), await(flowlet.balance(ann)).done().available());
            await(member.close());
        }
    }

    private static Map<String, String> cluster(int port, int member) {
        return Map.of(
                "FLOWLET_CLUSTER_ENABLED",
                "true",
                "FLOWLET_CLUSTER_NAME",
                "client-" + member,
                "FLOWLET_CLUSTER_PORT",
                Integer.toString(port),
                "FLOWLET_CLUSTER_MEMBERS",
                "127.0.0.1:" + member);
    }
}
