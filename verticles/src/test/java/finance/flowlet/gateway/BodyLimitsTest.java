package finance.flowlet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How large a body may be: 64 KiB, unless the contract grants the operation more, and then as far as the
/// operator does.
class BodyLimitsTest {
    private static final int LARGEST = 100_000;
    private static final GatewayFixture GATEWAY =
            new GatewayFixture(Map.of("FLOWLET_SERVER_LARGEST_BODY_BYTES", Integer.toString(LARGEST)));
    private static final String PAYMENT = """
            {"fromWalletId":"wal_a","toWalletId":"wal_b","amount":10.50,"currency":"USD"}""";
    private static final String BATCH = "{\"mode\":\"atomic\",\"items\":[" + PAYMENT + "]}";

    @AfterAll
    static void close() {
        GATEWAY.close();
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
}
