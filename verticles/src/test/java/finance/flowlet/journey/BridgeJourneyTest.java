package finance.flowlet.journey;

import static finance.flowlet.testing.BusSocket.envelope;
import static finance.flowlet.testing.TestFlowlet.payment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.BusSocket;
import finance.flowlet.testing.TestFlowlet;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The event bus from outside, over TCP, by a client that knows nothing but how a frame is written.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BridgeJourneyTest {
    private static final String PAY = "public.createPayment.v1";
    private final TestFlowlet world = TestFlowlet.start(Map.of(
            "FLOWLET_BRIDGE_TCP_ENABLED", "true",
            "FLOWLET_BRIDGE_TCP_PORT", "0",
            "FLOWLET_BRIDGE_MAX_FRAME_BYTES", "20000",
            "FLOWLET_BRIDGE_MAX_IN_FLIGHT", "8"));
    private final String key = String.valueOf(world.api().credential());
    private final String ann = world.wallet("ann", "USD", "100.00");
    private final String bob = world.wallet("bob", "USD", "0");
    private BusSocket bus = connect();

    private BusSocket connect() {
        return new BusSocket(world.flowlet().bridgePort().orElseThrow());
    }

    @BeforeEach
    void open() {
        bus = connect();
    }

    @AfterEach
    void hangUp() {
        bus.close();
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void aPaymentIsMadeOnceHoweverOftenAndOverWhicheverDoorItIsAsked() {
        var before = balance(ann);
        var body = payment(ann, bob, "1.10", "USD");

        var paid = pay(key, "once", body);
        var again = pay(key, "once", body);
        var overHttp = world.api().postOnce("once", "/payments", body);

        assertEquals(201, paid.at("/status").intValue(), paid::toString);
        assertEquals("1.10", paid.at("/body/amount").asString());
        assertEquals(paid.at("/body"), again.at("/body"));
        assertTrue(again.at("/replayed").booleanValue());
        assertEquals(paid.at("/body/id").asString(), overHttp.text("id"));
        assertEquals(before - 110, balance(ann));
    }

    private JsonNode pay(@Nullable String credential, @Nullable String idempotencyKey, String body) {
        return bus.ask(PAY, envelope(credential, idempotencyKey, null, body)).at("/body");
    }

    /// In cents.
    private long balance(String wallet) {
        var balance = bus.ask("public.getBalance.v1", envelope(key, null, "{\"id\":\"%s\"}".formatted(wallet), null));
        assertEquals(200, balance.at("/body/status").intValue(), balance::toString);
        return balance.at("/body/body/available").decimalValue().movePointRight(2).longValueExact();
    }
}
