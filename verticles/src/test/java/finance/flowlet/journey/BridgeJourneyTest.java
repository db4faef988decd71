package finance.flowlet.journey;

import static finance.flowlet.testing.BusSocket.envelope;
import static finance.flowlet.testing.TestFlowlet.payment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.BusSocket;
import finance.flowlet.testing.BusWebSocket;
import finance.flowlet.testing.TestFlowlet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The event bus from outside, over TCP, by a client that knows nothing but how a frame is written.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BridgeJourneyTest {
    private static final String PAY = "public.createPayment.v1";
    private final TestFlowlet world = TestFlowlet.start(Map.of(
            "FLOWLET_BRIDGE_TCP_ENABLED", "true",
            "FLOWLET_BRIDGE_TCP_PORT", "0",
            "FLOWLET_BRIDGE_SOCKJS", "true",
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

    @Test
    void aDeclineIsAnAnswerWithTheCodeOfHttp() {
        var body = payment(bob, ann, "1000000.00", "USD");

        var declined = pay(key, "too-much", body);
        var again = pay(key, "too-much", body);

        assertProblem("402 insufficient_funds", declined);
        assertEquals(declined.at("/problem"), again.at("/problem"));
        assertTrue(again.at("/replayed").booleanValue());
    }

    @Test
    void aBrowserPaysAlike() {
        var body = payment(ann, bob, "0.30", "USD");
        try (var browser = new BusWebSocket(world.flowlet().port(), "/websocket", null)) {
            browser.send(bus.frame(PAY, envelope(key, "browser", null, body)));
            var paid = browser.json().at("/body");

            assertEquals(201, paid.at("/status").intValue(), paid::toString);
            assertEquals(paid.at("/body"), pay(key, "browser", body).at("/body"));
        }
    }

    @Test
    void oneKeyIsForOneRequest() {
        pay(key, "used", payment(ann, bob, "0.01", "USD"));

        assertProblem("422 idempotency_key_reused", pay(key, "used", payment(ann, bob, "0.02", "USD")));
        assertProblem("400 idempotency_key_invalid", pay(key, "not a key", payment(ann, bob, "0.02", "USD")));
    }

    @Test
    void whoIsNobodyIsRefused() {
        var body = payment(ann, bob, "1.00", "USD");

        assertProblem("401 unauthenticated", pay(null, "a", body));
        assertProblem("401 unauthenticated", pay("sk_test_guessed", "b", body));
        assertProblem("401 unauthenticated", pay("not in the form of one", "c", body));
    }

    @Test
    void theWalletOfAnotherBusinessIsNotThere() {
        var other = world.business("bridge-other");
        var theirs = other.post("/wallets", """
                {"userId":"eve","currency":"USD","type":"personal"}""").text("id");
        var nobodys = "wal_01m82pdp09eqtakkmbjp8b9wrr";

        var foreign = read(key, "getWallet", theirs);
        var absent = read(key, "getWallet", nobodys);

        assertProblem("404 wallet_not_found", foreign);
        assertEquals(anonymous(absent), anonymous(foreign));
        assertProblem("404 wallet_not_found", pay(key, "theirs", payment(ann, theirs, "1.00", "USD")));
        assertProblem("404 wallet_not_found", pay(other.credential(), "mine", payment(ann, theirs, "1.00", "USD")));
    }

    @Test
    void aKeyMayDoWhatItsScopesSay() {
        var admin = world.login("admin@acme.test");
        var reader = admin.post("/api-keys", """
                {"name":"reader","scopes":["wallets:read"]}""").text("key");

        assertEquals(200, read(reader, "getWallet", ann).at("/status").intValue());
        assertProblem("403 forbidden", pay(reader, "no-scope", payment(ann, bob, "1.00", "USD")));
    }

    @Test
    void aCustomerSeesWhatIsTheirsOnly() {
        var token = String.valueOf(world.login("ann@acme.test").credential());

        assertEquals(200, read(token, "getWallet", ann).at("/status").intValue());
        assertProblem("404 wallet_not_found", read(token, "getWallet", bob));
        assertProblem("404 wallet_not_found", pay(token, "bobs", payment(bob, ann, "0.01", "USD")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ledger.post.v1",
                "auth.authenticate.v1",
                "publicity.v1",
                "Public.createPayment.v1",
                "",
                "__vertx.reply.1"
            })
    void anAddressInsideIsNotReached(String address) {
        var refused = bus.ask(address, envelope(key, "x", null, payment(ann, bob, "1.00", "USD")));

        assertEquals("err", refused.at("/type").asString());
        assertEquals("access_denied", refused.at("/message").asString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"publish", "register", "unregister"})
    void nobodyOutsideTellsOrListens(String type) {
        bus.send("{\"type\":\"%s\",\"address\":\"public.createPayment.v1\",\"body\":{}}".formatted(type));

        assertEquals("access_denied", bus.read().orElseThrow().at("/message").asString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"shout\"} | unknown_type",
                "{} | unknown_type",
                "{\"type\":\"send\",\"replyAddress\":\"r\"} | missing_address",
                "{\"type\":\"send\",\"address\":\"public.createPayment.v1\",\"body\":{}} | invalid_reply_address",
                "{\"type\":\"send\",\"address\":\"public.createPayment.v1\",\"replyAddress\":7} | invalid_reply_address"
            })
    void aFrameThatAsksNothingIsRefused(String frame, String message) {
        bus.send(frame);

        assertEquals(message, bus.read().orElseThrow().at("/message").asString());
        bus.send("{\"type\":\"ping\"}");
        assertEquals("pong", bus.read().orElseThrow().at("/type").asString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"send\" | malformed_json",
                "not json | malformed_json",
                "[1] | expected_object",
                "{\"type\":\"ping\",\"type\":\"send\"} | duplicate_key",
                "{\"type\":\"ping\"} {} | malformed_json"
            })
    void whatIsNoFrameEndsTheConversation(String frame, String code) {
        bus.send(frame);

        assertEquals(code, bus.read().orElseThrow().at("/message").asString());
        assertEquals(Optional.empty(), bus.read());
    }

    @ParameterizedTest
    @CsvSource({
        "20001, payload_too_large",
        "2147483647, payload_too_large",
        "0, malformed_request",
        "-1, malformed_request"
    })
    void aLengthThatNobodyMaySendEndsTheConversation(int length, String code) {
        bus.sendBytes(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());

        assertEquals(code, bus.read().orElseThrow().at("/message").asString());
        assertEquals(Optional.empty(), bus.read());
    }

    @Test
    void aFrameMayComeInPieces() {
        var frame = bus.frame(PAY, envelope(key, "in-pieces", null, payment(ann, bob, "0.01", "USD")));
        var bytes = frame.getBytes(StandardCharsets.UTF_8);
        for (var part : ByteBuffer.allocate(4).putInt(bytes.length).array()) {
            bus.sendBytes(new byte[] {part});
        }
        bus.sendBytes(Arrays.copyOf(bytes, 10));
        bus.sendBytes(Arrays.copyOfRange(bytes, 10, bytes.length));

        assertEquals(201, bus.read().orElseThrow().at("/body/status").intValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"amount\":\"1.00\" | 422 amount_type",
                "\"amount\":1.001 | 422 amount_precision_invalid",
                "\"amount\":0.10000000000000000001 | 422 amount_precision_invalid",
                "\"amount\":1e1 | 422 amount_invalid",
                "\"amount\":-1 | 422 amount_not_positive"
            })
    void anAmountIsReadDigitByDigit(String amount, String problem) {
        var body = payment(ann, bob, "1.00", "USD").replace("\"amount\":1.00", amount);

        assertProblem(problem, pay(key, null, body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"credential\":\"%s\"} | 422 required",
                "{\"credential\":\"%s\",\"path\":{\"id\":\"../x\"}} | 422 invalid_value",
                "{\"credential\":\"%s\",\"path\":{\"id\":\"wal_1\",\"x\":\"y\"}} | 422 unknown_field",
                "{\"credential\":\"%s\",\"path\":{\"id\":\"wal_1\"},\"body\":{}} | 400 body_not_allowed",
                "{\"credential\":\"%s\",\"path\":{\"id\":\"wal_1\"},\"body\":[]} | 400 expected_object",
                "{\"credential\":\"%s\",\"path\":{\"id\":\"wal_1\"},\"query\":{\"x\":1}} | 422 unknown_parameter",
                "{\"credential\":1,\"path\":{\"id\":\"wal_1\"}} | 422 invalid_type",
                "{\"credential\":\"%s\",\"path\":{\"id\":\"wal_1\"}} | 404 wallet_not_found",
                "\"text\" | 400 expected_object",
                "null | 400 expected_object"
            })
    void anEnvelopeIsReadAsStrictlyAsARequest(String envelope, String problem) {
        assertProblem(
                problem,
                bus.ask("public.getWallet.v1", envelope.replace("%s", key)).at("/body"));
    }

    @Test
    void anAddressThatNobodyServesIsNotThere() {
        assertProblem(
                "404 route_not_found",
                bus.ask("public.printMoney.v1", envelope(key, null, null, "{}")).at("/body"));
        // Files and probes are not for the bus.
        assertProblem(
                "404 route_not_found",
                bus.ask("public.getStatementPdf.v1", envelope(key, null, null, null))
                        .at("/body"));
        assertProblem(
                "404 route_not_found",
                bus.ask("public.getHealth.v1", envelope(null, null, null, null)).at("/body"));
    }

    @Test
    void listsArePagedThroughTheQuery() {
        var first = bus.ask("public.listWallets.v1", """
                {"credential":"%s","query":{"limit":1}}""".formatted(key)).at("/body/body");
        var second = bus.ask("public.listWallets.v1", """
                {"credential":"%s","query":{"limit":1,"after":"%s"}}""".formatted(
                                key, first.at("/nextCursor").asString()))
                .at("/body/body");

        assertTrue(first.at("/hasMore").booleanValue());
        assertNotEquals(first.at("/data/0/id"), second.at("/data/0/id"));
    }

    /// Asked at once, so that the answers to the first cannot be there when the last is read.
    @Test
    void moreQuestionsAtOnceThanAllowedAreRefusedAndEachIsAnswered() {
        var before = balance(ann);
        var flood = new StringBuilder();
        var questions = 40;
        for (var i = 0; i < questions; i++) {
            var frame = bus.frame(PAY, envelope(key, "flood-" + i, null, payment(ann, bob, "0.01", "USD")));
            flood.append("\0\0").append((char) (frame.length() >> 8)).append((char) (frame.length() & 0xff));
            flood.append(frame);
        }
        bus.sendBytes(flood.toString().getBytes(StandardCharsets.ISO_8859_1));
        var paid = 0;
        for (var i = 0; i < questions; i++) {
            var reply = bus.read().orElseThrow().at("/body");
            if (reply.at("/status").intValue() == 201) {
                paid++;
            } else {
                assertProblem("429 rate_limited", reply);
                assertEquals(1, reply.at("/retryAfterSeconds").intValue());
            }
        }

        assertTrue(paid >= 8 && paid < questions, paid + " of " + questions + " were let in");
        assertEquals(before - paid, balance(ann));
    }

    private JsonNode read(@Nullable String credential, String operation, String wallet) {
        var path = "{\"id\":\"%s\"}".formatted(wallet);
        return bus.ask("public." + operation + ".v1", envelope(credential, null, path, null))
                .at("/body");
    }

    private static void assertProblem(String expected, JsonNode reply) {
        assertEquals(
                expected,
                reply.at("/status").asInt() + " " + reply.at("/problem/code").asString(),
                reply::toString);
        assertEquals(reply.at("/status"), reply.at("/problem/status"));
    }

    /// A refusal without what differs from one request to the next.
    private static String anonymous(JsonNode reply) {
        return reply.toString().replaceAll("req_[a-z0-9]+", "req");
    }

    private JsonNode pay(@Nullable String credential, @Nullable String idempotencyKey, String body) {
        return bus.ask(PAY, envelope(credential, idempotencyKey, null, body)).at("/body");
    }

    /// In cents.
    private long balance(String wallet) {
        var balance = read(key, "getWalletBalance", wallet);
        return balance.at("/body/available").decimalValue().movePointRight(2).longValueExact();
    }
}
