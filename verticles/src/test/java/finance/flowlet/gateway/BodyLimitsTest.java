package finance.flowlet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How large a body may be: 64 KiB, unless the contract grants the operation more, and then as far as the
/// operator does.
class BodyLimitsTest {
    private static final int LARGEST = 100_000;
    private static final GatewayFixture GATEWAY =
            new GatewayFixture(Map.of("FLOWLET_SERVER_LARGEST_BODY_BYTES", Integer.toString(LARGEST)));
    /// Room for one large body.
    private static final GatewayFixture NARROW = new GatewayFixture(Map.of(
            "FLOWLET_SERVER_LARGEST_BODY_BYTES",
            Integer.toString(LARGEST),
            "FLOWLET_SERVER_LARGE_BODIES_BYTES",
            Integer.toString(LARGEST)));
    /// As large as the contract allows.
    private static final GatewayFixture WIDE = new GatewayFixture(Map.of());
    private static final String PAYMENT = """
            {"fromWalletId":"wal_a","toWalletId":"wal_b","amount":10.50,"currency":"USD"}""";
    private static final String BATCH = "{\"mode\":\"atomic\",\"items\":[" + PAYMENT + "]}";

    @AfterAll
    static void close() {
        GATEWAY.close();
        NARROW.close();
        WIDE.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/payments, 65536, 200",
        "/payments, 65537, 413",
        "/payment-batches, 65537, 200",
        "/payment-batches, 100000, 200",
        "/payment-batches, 100001, 413"
    })
    void eachOperationHasItsLimit(String path, int bytes, int status) {
        var body = path.equals("/payments") ? PAYMENT : BATCH;

        var reply = GATEWAY.send("POST", path, "admin", " ".repeat(bytes - body.length()) + body);

        assertEquals(status, reply.statusCode(), reply::body);
    }

    /// Every value is an object in memory before anybody knows that there are too many.
    @Test
    void aBodyOfTooManyValuesIsTooLarge() {
        var most = (int) JsonReader.MAX_TOKENS;
        var zeros = "{\"mode\":\"atomic\",\"items\":[" + "0,".repeat(most) + "0]}";

        var reply = WIDE.send("POST", "/payment-batches", "admin", zeros);

        assertEquals(413, reply.statusCode(), reply::body);
        assertTrue(reply.body().contains("payload_too_large"), reply::body);
        assertEquals(200, WIDE.send("POST", "/payment-batches", "admin", BATCH).statusCode());
    }

    @Test
    void largeBodiesAreTakenInWhileThereIsRoom() {
        for (var round = 0; round < 3; round++) {
            assertEquals(200, large().statusCode());
            assertEquals(
                    413,
                    NARROW.send("POST", "/payment-batches", "admin", " ".repeat(LARGEST) + BATCH)
                            .statusCode());
            assertEquals(
                    422,
                    NARROW.send("POST", "/payment-batches", "admin", " ".repeat(90_000) + "{}")
                            .statusCode());
        }
    }

    /// Whoever holds the room without sending on keeps others out for as long as they may, and no longer.
    @Test
    void withoutRoomALargeBodyIsToldToComeBack() throws IOException {
        var refused = besideASlowOne();
        // Which of two bodies is taken in first is not for us to say.
        for (var tries = 0; refused.statusCode() == 200 && tries < 100; tries++) {
            refused = besideASlowOne();
        }
        assertEquals(503, refused.statusCode(), refused::body);
        assertEquals("1", refused.headers().firstValue("Retry-After").orElse(""));

        var later = large();
        for (var tries = 0; later.statusCode() == 503 && tries < 1000; tries++) {
            later = large();
        }
        assertEquals(200, later.statusCode(), later::body);
    }

    private static HttpResponse<String> besideASlowOne() throws IOException {
        try (var slow = new Socket("127.0.0.1", NARROW.port())) {
            var head = "POST /payment-batches HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer admin\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + LARGEST + "\r\n\r\n";
            slow.getOutputStream().write((head + " ".repeat(LARGEST - 1)).getBytes(StandardCharsets.US_ASCII));
            // A small body needs no room.
            assertEquals(200, NARROW.send("POST", "/payments", "admin", PAYMENT).statusCode());
            return large();
        }
    }

    private static HttpResponse<String> large() {
        return NARROW.send("POST", "/payment-batches", "admin", " ".repeat(90_000) + BATCH);
    }
}
