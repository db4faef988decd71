package finance.flowlet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A path has one spelling.
class RoutesTest {
    private static final Pattern ALLOW = Pattern.compile("(?i)\\r\\nallow: ([^\\r]*)\\r\\n");
    private static final GatewayFixture GATEWAY = new GatewayFixture(Map.of());

    @AfterAll
    static void close() {
        GATEWAY.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /wallets                     | listWallets {}",
                "GET    | /v1/wallets                  | listWallets {}",
                "GET    | /wallets/wal_1               | getWallet {id=wal_1}",
                "GET    | /v1/wallets/wal_1/balance    | getWalletBalance {id=wal_1}",
                "POST   | /wallets/wal_1/freeze        | freezeWallet {id=wal_1}",
                "GET    | /health                      | 200",
                "GET    | /health/ready                | 200",
                "GET    | /openapi.yaml                | 200",
                "GET    | /problems/rate_limited       | 200",
                "DELETE | /wallets                     | 405 GET, POST",
                "HEAD   | /wallets                     | 405 GET, POST",
                "TRACE  | /wallets/wal_1               | 405 GET, PATCH",
                "GET    | /wallets/wal_1/freeze        | 405 POST",
                "get    | /wallets                     | 405 GET, POST",
                "GET    | /                            | 404",
                "GET    | /v1                          | 404",
                "GET    | /v1/                         | 404",
                "GET    | /v1/v1/wallets               | 404",
                "GET    | /v2/wallets                  | 404",
                "GET    | /Wallets                     | 404",
                "GET    | /wallets/                    | 404",
                "GET    | //wallets                    | 404",
                "GET    | /wallets//balance            | 404",
                "GET    | /./wallets                   | 404",
                "GET    | /wallets/./balance           | 404",
                "GET    | /wallets/.                   | 404",
                "GET    | /wallets/..                  | 404",
                "GET    | /x/../wallets                | 404",
                "GET    | /%77allets                   | 404",
                "GET    | /wallets/%2e%2e              | 404",
                "GET    | /wallets%2fwal_1             | 404",
                "GET    | /wallets;jsessionid=1        | 404",
                "GET    | /wallets\\wal_1              | 404",
                "GET    | /wallets.                    | 404",
                "GET    | /wallets/wal_1/balance/x     | 404",
                "GET    | *                            | 400"
            })
    void aPathHasOneSpelling(String method, String path, String expected) {
        GATEWAY.calls.clear();

        var reply = RawReply.of(
                GATEWAY.port(),
                "%s %s HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer sk_all\r\nConnection: close\r\n\r\n"
                        .formatted(method, path));

        var called = GATEWAY.calls.isEmpty() ? "" : name(GATEWAY.calls.getFirst());
        var allow = ALLOW.matcher(reply.text());
        assertEquals(
                expected,
                switch (reply.status()) {
                    case 405 -> "405 " + (allow.find() ? allow.group(1) : "");
                    case 404 -> "404";
                    default -> called.isEmpty() ? Integer.toString(reply.status()) : called;
                });
    }

    private static String name(Call call) {
        return call.operation() + " " + call.path();
    }
}
