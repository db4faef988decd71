package finance.flowlet.journey;

import static finance.flowlet.testing.TestPlatform.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.bus.Fault;
import finance.flowlet.client.FlowletClient;
import finance.flowlet.client.NewPayment;
import finance.flowlet.client.Outcome;
import finance.flowlet.client.Question;
import finance.flowlet.contract.payments.PaymentJson;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import finance.flowlet.problem.Code;
import finance.flowlet.testing.TestFlowlet;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The typed client, over TCP and as a member of the cluster.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BusClientJourneyTest {
    private static final Currency USD = Currency.of("USD");
    private final TestFlowlet world = TestFlowlet.start(Map.of(
            "FLOWLET_BRIDGE_TCP_ENABLED", "true",
            "FLOWLET_BRIDGE_TCP_PORT", "0",
            "FLOWLET_BRIDGE_MAX_IN_FLIGHT", "16"));
    private final String key = String.valueOf(world.api().credential());
    private final Vertx vertx = Vertx.vertx();
    private final FlowletClient overTcp = tcp(bridgePort());
    private final Map<String, FlowletClient> clients = Map.of(
            "tcp", overTcp, "cluster", FlowletClient.overCluster(world.flowlet().vertx(), key));
    private final WalletId ann = WalletId.parse(world.wallet("ann", "USD", "100.00"));
    private final WalletId bob = WalletId.parse(world.wallet("bob", "USD", "0"));

    @AfterAll
    void close() {
        await(overTcp.close());
        await(vertx.close());
        world.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "cluster"})
    void paysOnceAndReadsItBack(String way) {
        var flowlet = Objects.requireNonNull(clients.get(way));
        var before = balance(ann);
        var payment = new NewPayment(ann, bob, cents(125), "coffee", null, Map.of("table", "7"));

        var paid = assertInstanceOf(Outcome.Done.class, await(flowlet.pay(way + "-once", payment)));
        var again = assertInstanceOf(Outcome.Done.class, await(flowlet.pay(way + "-once", payment)));

        assertFalse(paid.replayed());
        assertTrue(again.replayed());
        assertEquals(paid.value(), again.value());
        var made = (PaymentJson) paid.value();
        assertEquals(new BigDecimal("1.25"), made.amount());
        assertEquals(Map.of("table", "7"), made.metadata());
        assertEquals(made, await(flowlet.payment(made.id())).done());
        assertEquals(before.subtract(new BigDecimal("1.25")), balance(ann));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "cluster"})
    void aRefusalIsAnAnswer(String way) {
        var flowlet = Objects.requireNonNull(clients.get(way));
        var declined = await(flowlet.pay(way + "-much", new NewPayment(ann, bob, cents(100_000_000))));
        var absent = await(flowlet.payment(new PaymentId(new UUID(1, 1))));
        var nobody = await(flowlet.as("sk_test_nobody").balance(ann));

        assertEquals("insufficient_funds", problem(declined));
        assertEquals("payment_not_found", problem(absent));
        assertEquals("unauthenticated", problem(nobody));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "cluster"})
    void walletsAreOpenedAndAnythingElseIsAskedInJson(String way) {
        var flowlet = Objects.requireNonNull(clients.get(way));
        var opened = await(flowlet.openWallet(way + "-open", "cleo", USD, "personal"))
                .done();
        var read = await(flowlet.wallet(opened.id())).done();
        var page = await(flowlet.ask(Question.read("listWallets").query(Map.of("limit", 1)), JsonNode.class))
                .done();

        assertEquals(opened.id(), read.id());
        assertEquals(1, page.get("data").size());
    }

    @Test
    void moreThanTheBridgeTakesAtOnceWaitsItsTurn() {
        var before = balance(bob);

        var outcomes = await(Future.all(IntStream.range(0, 100)
                        .mapToObj(i -> overTcp.pay("many-" + i, new NewPayment(ann, bob, cents(1))))
                        .toList()))
                .list();

        outcomes.forEach(outcome -> assertInstanceOf(Outcome.Done.class, outcome));
        assertEquals(before.add(new BigDecimal("1.00")), balance(bob));
    }

    /// A wire that is cut when the question has arrived and its answer is on the way: the worst moment.
    @Test
    void aQuestionWhoseAnswerBrokeOffIsAskedAgainAndDoneOnce() {
        var before = balance(bob);
        var connections = new AtomicInteger();
        var wire = wire(connections);
        var flowlet = tcp(wire.actualPort());

        var outcome = await(flowlet.pay("cut", new NewPayment(ann, bob, cents(7))));

        assertTrue(assertInstanceOf(Outcome.Done.class, outcome).replayed());
        assertEquals(2, connections.get());
        assertEquals(before.add(new BigDecimal("0.07")), balance(bob));
        await(flowlet.close());
        await(wire.close());
    }

    @Test
    void nobodyThereIsAFaultInTime() {
        var server = new FlowletClient.Server("127.0.0.1", 1, 16, 2, 1000, 1000, 300, 1000);
        var flowlet = FlowletClient.overTcp(vertx, server, new NetClientOptions(), key);
        var first = flowlet.balance(ann);
        var second = flowlet.balance(ann);
        var oneTooMany = flowlet.balance(ann);

        List.of(first, second, oneTooMany)
                .forEach(asked -> assertEquals(
                        Code.UNAVAILABLE,
                        assertThrows(Fault.class, () -> await(asked)).code()));
        var large = new NewPayment(ann, bob, cents(1), "x".repeat(1000), null, Map.of());
        assertEquals(
                Code.PAYLOAD_TOO_LARGE,
                assertThrows(Fault.class, () -> await(flowlet.pay("large", large)))
                        .code());
        await(flowlet.close());
    }

    @Test
    void aClosedClientAnswersNothing() {
        var flowlet = tcp(bridgePort());
        await(flowlet.balance(ann));
        await(flowlet.close());

        assertEquals(
                Code.UNAVAILABLE,
                assertThrows(Fault.class, () -> await(flowlet.balance(ann))).code());
    }

    private FlowletClient tcp(int port) {
        var server = new FlowletClient.Server("127.0.0.1", port, 16, 1000, 100_000, 1 << 20, 15_000, 5000);
        return FlowletClient.overTcp(vertx, server, new NetClientOptions(), key);
    }

    /// Passes everything on to the bridge; the first connection is cut when the first answer comes.
    private NetServer wire(AtomicInteger connections) {
        var client = vertx.createNetClient();
        var wire = vertx.createNetServer().connectHandler(caller -> {
            var first = connections.incrementAndGet() == 1;
            caller.pause();
            client.connect(bridgePort(), "127.0.0.1").onSuccess(bridge -> {
                bridge.handler(answer -> pass(answer, first, caller));
                caller.handler(bridge::write).closeHandler(_ -> bridge.close()).resume();
            });
        });
        return await(wire.listen(0, "127.0.0.1"));
    }

    private static void pass(io.vertx.core.buffer.Buffer answer, boolean cut, NetSocket caller) {
        if (cut) {
            caller.close();
        } else {
            caller.write(answer);
        }
    }

    private int bridgePort() {
        return world.flowlet().bridgePort().orElseThrow();
    }

    private BigDecimal balance(WalletId wallet) {
        return await(overTcp.balance(wallet)).done().available();
    }

    private static Money cents(long cents) {
        return new Money(cents, USD);
    }

    private static String problem(Outcome<?> outcome) {
        return assertInstanceOf(Outcome.Refused.class, outcome).problem().code();
    }
}
