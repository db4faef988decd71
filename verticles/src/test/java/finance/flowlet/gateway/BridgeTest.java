package finance.flowlet.gateway;

import static finance.flowlet.testing.BusSocket.envelope;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.BusSocket;
import finance.flowlet.testing.BusWebSocket;
import finance.flowlet.testing.TestPlatform;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What clients of the bridges may take up: connections, time, questions, memory.
class BridgeTest {
    private static final String LIST = "public.listWallets.v1";
    private static final String PAGE = "https://shop.example";
    private static final GatewayFixture GATEWAY = bridged(Map.of("FLOWLET_BRIDGE_MAX_FRAME_BYTES", "2000"));
    private static final GatewayFixture IMPATIENT = bridged(Map.of("FLOWLET_BRIDGE_IDLE_TIMEOUT_MILLIS", "700"));

    @AfterAll
    static void close() {
        GATEWAY.close();
        IMPATIENT.close();
    }

    @Test
    void whoFallsSilentIsCutAndWhoPingsIsNot() throws IOException {
        var gateway = IMPATIENT;
        try (var pinging = connect(gateway);
                var silent = connect(gateway);
                var dripping = new Socket("127.0.0.1", port(gateway))) {
            for (var i = 0; i < 4; i++) {
                dripping.getOutputStream().write(0);
                assertTrue(pinging.isSilentFor(300));
                pinging.send("{\"type\":\"ping\"}");
                assertEquals("pong", pinging.read().orElseThrow().at("/type").asString());
            }
            assertEquals(Optional.empty(), silent.read());
            assertEquals(-1, dripping.getInputStream().read(), "a frame that drips in is no frame");
        }
    }

    @Test
    void thereAreOnlySoManyConnections() {
        try (var gateway = bridged(Map.of("FLOWLET_BRIDGE_MAX_CONNECTIONS", "2"));
                var first = connect(gateway)) {
            assertEquals(200, status(first));
            try (var second = connect(gateway)) {
                assertEquals(200, status(second));
                try (var third = connect(gateway)) {
                    assertEquals(Optional.empty(), third.read());
                }
            }
            assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
                while (!isServed(gateway)) {
                    Thread.onSpinWait();
                }
            });
        }
    }

    @Test
    void whoDoesNotReadIsNotReadFromAndThenCut() {
        try (var deaf = new Socket("127.0.0.1", port(IMPATIENT))) {
            var ping = "{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_8);
            var pings = ByteBuffer.allocate(1000 * (4 + ping.length));
            for (var i = 0; i < 1000; i++) {
                pings.putInt(ping.length).put(ping);
            }
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> assertThrows(IOException.class, () -> {
                        while (true) {
                            deaf.getOutputStream().write(pings.array());
                        }
                    }));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void bothDoorsCountTogether() {
        try (var gateway = bridged(Map.of(
                        "FLOWLET_RATE_LIMIT_PER_USER_REQUESTS", "3",
                        "FLOWLET_RATE_LIMIT_PER_USER_WINDOW_SECONDS", "3600"));
                var bus = connect(gateway)) {
            gateway.principals.put("sk_counted", GatewayFixture.key(false, "wallets:read", "one" + System.nanoTime()));
            assertEquals(200, gateway.get("/wallets", "sk_counted").statusCode());
            assertEquals(200, gateway.get("/wallets", "sk_counted").statusCode());
            assertEquals(200, ask(bus, "sk_counted").at("/status").intValue());

            var refused = ask(bus, "sk_counted");

            assertEquals("rate_limited", refused.at("/problem/code").asString());
            assertTrue(refused.at("/retryAfterSeconds").intValue() > 1000, refused::toString);
            assertEquals(429, gateway.get("/wallets", "sk_counted").statusCode());
        }
    }

    @Test
    void guessingIsPaidForByTheAddress() {
        try (var gateway = bridged(Map.of(
                        "FLOWLET_RATE_LIMIT_PER_IP_REQUESTS", "7",
                        "FLOWLET_RATE_LIMIT_PER_IP_WINDOW_SECONDS", "3601"));
                var bus = connect(gateway)) {
            for (var i = 0; i < 7; i++) {
                assertEquals(401, ask(bus, "guess" + i).at("/status").intValue());
            }
            assertEquals(429, ask(bus, "guess8").at("/status").intValue());
            assertEquals(7, gateway.asked.get());
        }
    }

    @Test
    void aStopAnswersWhatWasAskedAndNothingMore() throws InterruptedException {
        try (var gateway = bridged(Map.of());
                var bus = connect(gateway);
                var bystander = connect(gateway)) {
            assertEquals(200, status(bystander));
            var answer = Promise.<Answer>promise();
            var asked = new CountDownLatch(1);
            gateway.behaviour = _ -> {
                asked.countDown();
                return answer.future();
            };
            bus.send(bus.frame(LIST, envelope("admin", null, null, null)));
            assertTrue(asked.await(5, TimeUnit.SECONDS));

            var stopped = gateway.undeploy();

            assertEquals(Optional.empty(), bystander.read());
            assertFalse(stopped.isComplete());
            bus.send(bus.frame(LIST, envelope("admin", null, null, null)));
            assertEquals(
                    "shutting_down",
                    bus.read().orElseThrow().at("/body/problem/code").asString());
            answer.complete(new Answer.Json(200, Map.of("late", true)));
            assertTrue(bus.read().orElseThrow().at("/body/body/late").booleanValue());
            assertEquals(Optional.empty(), bus.read());
            TestPlatform.await(stopped);
        }
    }

    @Test
    void aMemberOfTheClusterAsksTheAddressItself() {
        var json = "{\"credential\":\"admin\"}";
        for (var question : new Object[] {json, Buffer.buffer(json), new JsonObject(json)}) {
            assertEquals(200, asMember(question).getInteger("status"));
        }
        assertEquals("malformed_json", code(asMember("not json")));
        assertEquals("payload_too_large", code(asMember("x".repeat(2001))));
        assertEquals("unauthenticated", code(asMember("{}")));
        assertEquals("body_required", code(asMember(7)));
    }

    private static JsonObject asMember(Object question) {
        var events = GATEWAY.platform().vertx().eventBus();
        return new JsonObject(
                TestPlatform.await(events.<Buffer>request(LIST, question)).body());
    }

    private static String code(JsonObject reply) {
        return reply.getJsonObject("problem").getString("code");
    }

    @Test
    void aBrowserAsksOverASocketAndLeavesItsPlaceToTheNext() {
        var frame = "{\"type\":\"send\",\"address\":\"%s\",\"replyAddress\":\"r\",\"body\":{\"credential\":\"admin\"}}"
                .formatted(LIST);
        try (var gateway = bridged(Map.of("FLOWLET_SERVER_MAX_CONNECTIONS", "2"))) {
            for (var i = 0; i < 5; i++) {
                try (var plain = new BusWebSocket(gateway.port(), "/websocket", PAGE)) {
                    plain.send(frame);
                    var reply = plain.json();
                    assertEquals("rec", reply.at("/type").asString());
                    assertEquals(200, reply.at("/body/status").intValue());
                }
                try (var framed = new BusWebSocket(gateway.port(), "/123/abcd/websocket", PAGE)) {
                    assertEquals("o", framed.text());
                    framed.send("[\"" + frame.replace("\"", "\\\"") + "\"]");
                    assertTrue(framed.text().contains("\\\"status\\\":200"));
                }
            }
        }
    }

    @Test
    void aBrowserReachesNothingElse() {
        try (var browser = new BusWebSocket(GATEWAY.port(), "/websocket", PAGE)) {
            browser.send("{\"type\":\"send\",\"address\":\"ledger.post.v1\",\"replyAddress\":\"r\",\"body\":{}}");
            assertEquals("access_denied", browser.json().at("/message").asString());
            browser.send("{\"type\":\"register\",\"address\":\"public.listWallets.v1\"}");
            assertEquals("access_denied", browser.json().at("/message").asString());
            browser.send("no frame");
            assertEquals("malformed_json", browser.json().at("/message").asString());
            browser.closed();
        }
    }

    @Test
    void aBrowserThatSendsTooMuchIsCut() {
        try (var browser = new BusWebSocket(GATEWAY.port(), "/websocket", null)) {
            browser.send("{\"type\":\"ping\",\"x\":\"" + "x".repeat(3000) + "\"}");
            browser.closed();
        }
    }

    @Test
    void aPageFromElsewhereFindsNothing() {
        var elsewhere = "https://evil.example";
        assertThrows(IllegalStateException.class, () -> new BusWebSocket(GATEWAY.port(), "/websocket", elsewhere));
        assertEquals(
                404, GATEWAY.get("/eventbus/info", null, "Origin", elsewhere).statusCode());
        assertEquals(200, GATEWAY.get("/eventbus/info", null, "Origin", PAGE).statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/eventbus", "/eventbus/", "/eventbus/websocket", "/eventbus/1/2/xhr", "/eventbus/iframe.html"})
    void whatIsNoSocketIsNotThere(String path) {
        assertEquals(404, GATEWAY.get(path, null).statusCode());
    }

    @Test
    void bridgesAreClosedUnlessOpened() {
        try (var gateway = new GatewayFixture(Map.of())) {
            assertTrue(gateway.gateway().bridgePort().isEmpty());
            assertEquals(404, gateway.get("/eventbus/info", null).statusCode());
        }
    }

    private static GatewayFixture bridged(Map<String, String> overrides) {
        var environment = new HashMap<>(Map.of(
                "FLOWLET_BRIDGE_TCP_ENABLED", "true",
                "FLOWLET_BRIDGE_TCP_PORT", "0",
                "FLOWLET_BRIDGE_SOCKJS", "true",
                "FLOWLET_SERVER_CORS_ORIGINS", PAGE));
        environment.putAll(overrides);
        return new GatewayFixture(environment);
    }

    private static int port(GatewayFixture gateway) {
        return gateway.gateway().bridgePort().orElseThrow();
    }

    private static BusSocket connect(GatewayFixture gateway) {
        return new BusSocket(port(gateway));
    }

    private static JsonNode ask(BusSocket bus, String credential) {
        return bus.ask(LIST, envelope(credential, null, null, null)).at("/body");
    }

    private static int status(BusSocket bus) {
        return ask(bus, "admin").at("/status").intValue();
    }

    private static boolean isServed(GatewayFixture gateway) {
        try (var bus = connect(gateway)) {
            bus.send("{\"type\":\"ping\"}");
            return bus.read().isPresent();
        }
    }
}
