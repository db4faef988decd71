package finance.flowlet.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.RawHttp;
import finance.flowlet.testing.RawHttp.Reply;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// There is one way to write a path, and no other spelling, method or header gets around who may use it (Z5, B47, B60,
/// B61, H8).
@ExtendWith(Refusals.EndsWithTheRun.class)
class PathsJourneyTest {
    private static final Refusals REFUSALS = Refusals.shared();
    private static final Api CUSTOMER = REFUSALS.flowlet.login("bob@acme.test");
    private final RawHttp raw = REFUSALS.raw;

    /// Spellings of a path that a customer may not use. Whoever wrote the check in front of us might not know them all.
    static List<String> spellings() {
        return List.of(
                "/Ledger/accounts",
                "/LEDGER/ACCOUNTS",
                "/ledger/Accounts",
                "//ledger/accounts",
                "/ledger//accounts",
                "/ledger/accounts/",
                "/ledger/accounts//",
                "/./ledger/accounts",
                "/ledger/./accounts",
                "/x/../ledger/accounts",
                "/wallets/../ledger/accounts",
                "/ledger/x/../accounts",
                "/ledger/accounts/.",
                "/ledger/accounts/..",
                "/%6cedger/accounts",
                "/%6Cedger/accounts",
                "/%256cedger/accounts",
                "/ledger%2faccounts",
                "/ledger%2Faccounts",
                "/ledger%5caccounts",
                "/ledger\\accounts",
                "/%2e/ledger/accounts",
                "/x/%2e%2e/ledger/accounts",
                "/x/..%2fledger/accounts",
                "/ledger/accounts%00",
                "/ledger/accounts%20",
                "/ledger/accounts%0a",
                "/ledger/accounts%23",
                "/ledger/accounts;",
                "/ledger/accounts;jsessionid=1",
                "/ledger;x/accounts",
                "/;/ledger/accounts",
                "/ledger/accounts.",
                "/ledger/accounts.json",
                "/ledger/accounts~",
                "/ledger/accounts&x=1",
                "/ledger/accounts%3f",
                "/ledger/accounts,x",
                "/v1/v1/ledger/accounts",
                "/V1/ledger/accounts",
                "/v1//ledger/accounts",
                "/v1",
                "/v1/",
                "/v2/ledger/accounts",
                "/v1.0/ledger/accounts",
                "/api/ledger/accounts",
                "/admin",
                "/Admin",
                "//admin",
                "/actuator/env",
                "/metrics",
                "/.env",
                "/.git/config",
                "/ledger/accounts\u00ff",
                "/ｌedger/accounts",
                "/ledger/accounts/%ef%bc%8e%ef%bc%8e",
                "*",
                "ledger/accounts",
                "?x=1",
                "http://localhost/ledger/accounts",
                "http://evil.test/ledger/accounts",
                "//evil.test/ledger/accounts",
                "localhost:80");
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void anotherSpellingIsAnotherPath(String target) {
        for (var credential : List.of(CUSTOMER, REFUSALS.api)) {
            var reply = get("GET", target, credential);
            assertTrue(
                    List.of("404 route_not_found", "400 malformed_request")
                            .contains(reply.status() + " " + reply.code()),
                    () -> target + " " + reply);
        }
    }

    @Test
    void bothRightSpellingsAskForTheRole() {
        for (var path : List.of("/ledger/accounts", "/v1/ledger/accounts")) {
            assertEquals(403, get("GET", path, CUSTOMER).status());
            assertEquals(200, get("GET", path, REFUSALS.api).status());
            assertEquals(401, get("GET", path, REFUSALS.api.as("no")).status());
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            PUT     | /payments
            PATCH   | /payments
            DELETE  | /payments
            HEAD    | /payments
            TRACE   | /payments
            OPTIONS | /payments
            get     | /payments
            Get     | /payments
            GETT    | /payments
            PROPFIND| /payments
            POST    | /ledger/accounts
            DELETE  | /wallets
            GET     | /auth/login
            TRACE   | /health
            """)
    void anotherMethodIsNotAllowed(String method, String path) {
        var reply = get(method, path, REFUSALS.api);
        assertTrue(reply.status() == 405 || reply.status() == 400, () -> reply.toString());
        assertTrue(
                reply.status() != 405 || reply.head().toLowerCase(Locale.ROOT).contains("\nallow: "));
        assertTrue(!reply.body().contains("Authorization"), "TRACE must not echo");
    }

    @Test
    void connectIsNoRequestOfOurs() {
        var reply = raw.send("CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test:443\r\n\r\n");
        assertTrue(reply.status() == 0 || reply.status() / 100 == 4, () -> reply.toString());
    }

    /// A method in a header or a parameter is no method.
    @Test
    void noMethodIsOverridden() {
        var wallet = REFUSALS.to;
        for (var header : List.of(
                "X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method", "X-Original-URL", "X-Rewrite-URL")) {
            var value = header.endsWith("URL") ? "/ledger/accounts" : "DELETE";
            var answer = CUSTOMER.get("/wallets/" + wallet, header, value);
            assertEquals(wallet, answer.text("id"), answer::body);
            assertEquals(
                    405,
                    CUSTOMER.send("PUT", "/wallets/" + wallet, null, header, "POST")
                            .status());
        }
        assertEquals(422, CUSTOMER.get("/wallets/" + wallet + "?_method=DELETE").status());
    }

    @ParameterizedTest(name = "B47: /{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            %27%20or%201=1
            '
            ' or 1=1
            ..
            ../..
            %00
            0
            -1
            null
            undefined
            NaN
            *
            %2a
            wal_
            wal_1
            WAL_01KAV9FT00EMQ8K9W39QSAEKF4
            wal_01KAV9FT00EMQ8K9W39QSAEKF4
            wal_81kav9ft00emq8k9w39qsaekf4
            wal_01kav9ft00emq8k9w39qsaekfu
            wal_01kav9ft00emq8k9w39qsaekf
            wal_01kav9ft00emq8k9w39qsaekf44
            wal-01kav9ft00emq8k9w39qsaekf4
            pay_01kav9ft00emq8k9w39qsaekf4
            01kav9ft00emq8k9w39qsaekf4
            019ab6af-a800-7a2e-88a4-3c3472ae59e4
            019ab6afa8007a2e88a43c3472ae59e4
            {id}
            $%7Bid%7D
            """)
    void whatIsNoIdFindsNothing(String id) {
        for (var path : List.of(
                "/wallets/" + id,
                "/payments/" + id,
                "/ledger/accounts/" + id,
                "/ledger/transactions/" + id,
                "/api-keys/" + id)) {
            for (var rest : List.of("", "/balance", "/freeze")) {
                var reply = get(rest.equals("/freeze") ? "POST" : "GET", path + rest, REFUSALS.api);
                assertTrue(
                        reply.status() == 404 || reply.code().equals("malformed_request"),
                        () -> path + rest + " " + reply);
            }
        }
    }

    @Test
    void aLongIdIsALongLine() {
        assertEquals(
                404, get("GET", "/wallets/" + "w".repeat(3000), REFUSALS.api).status());
        assertEquals(
                414, get("GET", "/wallets/" + "w".repeat(10_000), REFUSALS.api).status());
    }

    /// B60.
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Accept          | application/xml                    | 406
            Accept          | text/html                          | 406
            Accept          | application/json;q=0               | 406
            Accept          | */*                                | 200
            Accept          | text/html, application/*;q=0.1     | 200
            Accept          | ;;;,,,                             | 406
            Accept-Language | x{8200}                            | 431
            Accept-Language | x{4000}                            | 200
            Range           | bytes=0-1                          | 200
            If-None-Match   | *                                  | 200
            Expect          | 200-ok                             | 400
            """)
    void headersAreReadOrRefused(String name, String value, int status) {
        var text =
                value.startsWith("x{") ? "x".repeat(Integer.parseInt(value.substring(2, value.length() - 1))) : value;
        var reply = raw.send("GET /wallets HTTP/1.1\r\nHost: localhost\r\n" + name + ": " + text
                + "\r\nAuthorization: Bearer " + REFUSALS.api.credential() + "\r\n\r\n");
        assertEquals(status, reply.status(), reply::toString);
    }

    /// B38, B60: a body that is too large is refused by what it announces, or as soon as it is.
    @Test
    void aBodyThatIsTooLargeIsRefusedAtOnce() {
        for (var length : List.of("65537", "10737418240", "9223372036854775807")) {
            REFUSALS.refusedRaw(
                    "413 payload_too_large",
                    () -> raw.send(REFUSALS.head(
                            "/payments",
                            "Content-Type: application/json",
                            "Expect: 100-continue",
                            "Content-Length: " + length)));
        }
        var chunk = "8000\r\n" + " ".repeat(0x8000) + "\r\n";
        REFUSALS.refusedRaw(
                "413 payload_too_large",
                () -> raw.send(
                        REFUSALS.head("/payments", "Content-Type: application/json", "Transfer-Encoding: chunked")
                                + chunk.repeat(4)));
        var exactly = "{\"description\":\"" + "x".repeat(65_536 - 18) + "\"}";
        assertEquals(65_536, exactly.length());
        REFUSALS.refused("422 validation_failed", () -> REFUSALS.api.post("/payments", exactly));
        REFUSALS.refused("413 payload_too_large", () -> REFUSALS.api.post("/payments", exactly + " "));
    }

    private Reply get(String method, String target, Api who) {
        return raw.send(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + who.credential() + "\r\n\r\n");
    }
}
