package finance.flowlet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.bus.Fault;
import finance.flowlet.contract.auth.PrincipalRevoked;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the edge makes of whole requests.
@TestInstance(Lifecycle.PER_CLASS)
class EdgeTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String WALLETS = "/wallets";
    private static final String PAYMENT = """
            {"fromWalletId":"wal_a","toWalletId":"wal_b","amount":10.50,"currency":"USD"}""";
    private final GatewayFixture gateway = new GatewayFixture(
            Map.of("FLOWLET_SERVER_CORS_ORIGINS", "https://app.flowlet.test,https://admin.flowlet.test"));

    @BeforeEach
    void forget() {
        gateway.calls.clear();
        gateway.behaviour = call -> Future.succeededFuture(new Answer.Json(200, Map.of("operation", call.operation())));
    }

    @AfterAll
    void close() {
        gateway.close();
    }

    // Routes

    @ParameterizedTest
    @CsvSource({
        "GET, /nothing, 404, route_not_found",
        "GET, /Wallets, 404, route_not_found",
        "GET, /wallets/, 404, route_not_found",
        "GET, //wallets, 404, route_not_found",
        "GET, /v1//wallets, 404, route_not_found",
        "GET, /wallets/%2e%2e, 404, route_not_found",
        "PUT, /wallets, 405, method_not_allowed",
        "PATCH, /wallets, 405, method_not_allowed",
        "OPTIONS, /wallets, 405, method_not_allowed",
        "TRACE, /wallets, 405, method_not_allowed",
        "DELETE, /payments, 405, method_not_allowed"
    })
    void whatTheContractDoesNotNameIsNotThere(String method, String path, int status, String code) {
        var reply = gateway.send(method, path, "admin", null, "X-HTTP-Method-Override", "GET");
        assertProblem(status, code, reply);
        if (status == 405) {
            assertTrue(header(reply, "Allow").contains("POST"));
        }
        assertTrue(gateway.calls.isEmpty());
    }

    @Test
    void headIsNotAllowed() {
        var reply = gateway.send("HEAD", WALLETS, "admin", null);
        assertEquals(405, reply.statusCode());
        assertEquals("GET, POST", header(reply, "Allow"));
    }

    @Test
    void theVersionedPathIsAnAlias() {
        assertEquals(
                gateway.get(WALLETS, "admin").body(),
                gateway.get("/v1/wallets", "admin").body());
    }

    // Authentication

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer nobody",
                "Basic YTpi",
                "Bearer admin admin",
                "Bearer adm\"in",
                "Bearer admin,operator",
                "admin",
                "Token admin"
            })
    void everyBadCredentialIsRefusedAlike(String authorization) {
        var reply = gateway.send("GET", WALLETS, null, null, "Authorization", authorization);
        assertProblem(401, "unauthenticated", reply);
        assertEquals("Bearer realm=\"flowlet\"", header(reply, "WWW-Authenticate"));
        assertEquals(withoutRequestId(gateway.get(WALLETS, null)), withoutRequestId(reply));
    }

    @Test
    void anOverlongCredentialIsNone() {
        assertProblem(401, "unauthenticated", gateway.get(WALLETS, "a".repeat(8300)));
    }

    @Test
    void aTokenInTheQueryIsAnUnknownParameter() {
        assertProblem(401, "unauthenticated", gateway.get("/wallets?access_token=admin", null));
        assertProblem(422, "unknown_parameter", gateway.get("/wallets?access_token=admin", "admin"));
    }

    @Test
    void theSchemeIsNotCaseSensitive() {
        assertEquals(
                200,
                gateway.send("GET", WALLETS, null, null, "Authorization", "bearer admin")
                        .statusCode());
    }

    @Test
    void aPrincipalIsRememberedUntilRevoked() {
        var principal = GatewayFixture.key(false, "wallets:read", "only:here");
        gateway.principals.put("sk_revoked", principal);
        gateway.get(WALLETS, "sk_revoked");
        var asked = gateway.asked.get();
        assertEquals(200, gateway.get(WALLETS, "sk_revoked").statusCode());
        assertEquals(asked, gateway.asked.get());
        gateway.principals.remove("sk_revoked");
        gateway.platform().bus().publish(PrincipalRevoked.ADDRESS, new PrincipalRevoked(principal.subject()));
        // The news and the next request travel by different ways; a bus request behind it has been overtaken by
        // neither.
        gateway.platform().bus().publish(PrincipalRevoked.ADDRESS, new PrincipalRevoked(new UUID(0, 0)));
        var refused = IntStream.range(0, 1000)
                .anyMatch(_ -> gateway.get(WALLETS, "sk_revoked").statusCode() == 401);
        assertTrue(refused);
    }

    // Access

    static Stream<Contract.Operation> guarded() {
        return ContractReader.read().operations().stream().filter(operation -> operation.access() != null);
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void everyOperationRefusesWhoMayNot(Contract.Operation operation) {
        var access = Objects.requireNonNull(operation.access());
        assertProblem(401, "unauthenticated", ask(operation, null));
        gateway.principals.forEach((credential, principal) -> {
            var reply = ask(operation, credential);
            if (access.allows(principal)) {
                assertNotEquals(403, reply.statusCode(), credential + " " + operation.id());
                assertNotEquals(401, reply.statusCode(), credential + " " + operation.id());
            } else {
                assertProblem(403, "forbidden", reply);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "viewer, GET, /payments, 200",
        "viewer, POST, /payments, 403",
        "viewer, POST, /wallets/wal_1/freeze, 403",
        "viewer, GET, /ledger/integrity, 200",
        "operator, POST, /payments, 200",
        "operator, GET, /ledger/accounts, 200",
        "operator, GET, /api-keys, 403",
        "admin, GET, /api-keys, 200",
        "customer, POST, /payments, 200",
        "customer, GET, /wallets, 200",
        "customer, POST, /wallets/wal_1/deposits, 403",
        "customer, POST, /wallets/wal_1/withdrawals, 200",
        "customer, POST, /wallets/wal_1/unfreeze, 403",
        "customer, GET, /ledger/accounts, 403",
        "customer, GET, /api-keys, 403",
        "sk_none, GET, /wallets, 403",
        "sk_none, GET, /auth/me, 200",
        "sk_all, POST, /payments, 200",
        "sk_all, POST, /auth/logout, 403"
    })
    void rolesAndScopesDecide(String who, String method, String path, int status) {
        var body = switch (path) {
            case String payments when payments.equals("/payments") -> PAYMENT;
            case String rail when rail.endsWith("s") && rail.contains("wal_") -> "{\"amount\":1,\"currency\":\"USD\"}";
            default -> null;
        };
        assertEquals(
                status,
                gateway.send(method, path, who, method.equals("POST") ? body : null)
                        .statusCode());
    }

    private HttpResponse<String> ask(Contract.Operation operation, @Nullable String credential) {
        var path = operation.path().replaceAll("\\{[^}]*}", "wal_01kav9ft00emq8k9w39qsaekf4");
        return gateway.send(operation.method(), path, credential, operation.body() == null ? null : "{}");
    }

    // Media types and bodies

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json                   | 200 |",
                "application/json; charset=utf-8    | 200 |",
                "APPLICATION/JSON;charset=\"UTF-8\" | 200 |",
                "text/plain                         | 415 | unsupported_media_type",
                "application/xml                    | 415 | unsupported_media_type",
                "multipart/form-data                | 415 | unsupported_media_type",
                "application/x-www-form-urlencoded  | 415 | unsupported_media_type",
                "application/problem+json           | 415 | unsupported_media_type",
                "application/json; charset=utf-16   | 415 | unsupported_media_type",
                "application/json; charset=latin1   | 415 | unsupported_media_type",
                "application/jsonx                  | 415 | unsupported_media_type",
                "json                               | 415 | unsupported_media_type"
            })
    void onlyPlainJsonIsRead(String type, int status, @Nullable String code) {
        var reply = raw("Content-Type: " + type + "\r\n");
        assertEquals(status, reply.status());
        if (code != null) {
            assertEquals(code, reply.code());
        }
    }

    @Test
    void aBodyWithoutATypeOrWithAnEncodingIsNotRead() {
        assertEquals("unsupported_media_type", raw("").code());
        assertEquals(
                "unsupported_media_type",
                raw("Content-Type: application/json\r\nContent-Encoding: gzip\r\n")
                        .code());
        assertEquals(
                "unsupported_media_type",
                raw("Content-Type: application/json\r\nContent-Encoding: br\r\n")
                        .code());
    }

    private RawReply raw(String headers) {
        return RawReply.of(
                gateway.port(),
                "POST /payments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer admin\r\n" + headers + "Content-Length: "
                        + PAYMENT.length() + "\r\n\r\n" + PAYMENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*                               | 200",
                "application/*                     | 200",
                "application/json                  | 200",
                "text/html, application/json;q=0.1 | 200",
                "application/problem+json          | 200",
                "application/xml                   | 406",
                "text/html                         | 406",
                "application/json;q=0              | 406",
                "application/json; q=0.000         | 406"
            })
    void onlyJsonIsAnswered(String accept, int status) {
        assertEquals(status, gateway.get(WALLETS, "admin", "Accept", accept).statusCode());
    }

    @Test
    void aPageIsNotJson() {
        assertEquals(
                200,
                gateway.get("/problems/rate_limited", null, "Accept", "text/html")
                        .statusCode());
        assertEquals(
                200,
                gateway.get("/openapi.yaml", null, "Accept", "application/yaml").statusCode());
    }

    @Test
    void aBodyStandsWhereTheContractHasOne() {
        assertProblem(400, "body_not_allowed", gateway.send("GET", WALLETS, "admin", "{}"));
        assertProblem(400, "body_not_allowed", gateway.send("POST", "/wallets/wal_1/close", "admin", "{}"));
        assertProblem(400, "body_required", gateway.send("POST", "/payments", "admin", null));
        assertProblem(400, "body_required", gateway.send("POST", "/payments", "admin", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'{\"amount\":1,\"amount\":2}'   | 400 | duplicate_key",
                "'[]'                            | 400 | expected_object",
                "'null'                          | 400 | body_required",
                "'{'                             | 400 | malformed_json",
                "'{}'                            | 422 | validation_failed"
            })
    void aBadBodyReachesNobody(String body, int status, String code) {
        assertProblem(status, code, gateway.send("POST", "/payments", "admin", body));
        assertTrue(gateway.calls.isEmpty());
    }

    @Test
    void oneWrongFieldGivesItsOwnCodeAndAllAreListed() {
        var one = problem(gateway.send("POST", "/payments", "admin", PAYMENT.replace("10.50", "\"10.50\"")));
        assertEquals("amount_type", one.get("code").asString());
        assertEquals("/amount", one.get("errors").get(0).get("pointer").asString());
        var two = problem(
                gateway.send("POST", "/payments", "admin", PAYMENT.replace("10.50", "\"1\",\"status\":\"completed\"")));
        assertEquals("validation_failed", two.get("code").asString());
        assertEquals(2, two.get("errors").size());
    }

    @Test
    void theBodyArrivesAsItsRecord() {
        gateway.send("POST", "/payments", "admin", PAYMENT);
        var payment = gateway.calls.getFirst().body(GatewayFixture.NewPayment.class);
        assertEquals("10.50", payment.amount().token());
        assertNull(payment.description());
    }

    @Test
    void theLargestBodyIsReadAndOneByteMoreIsNot() {
        var limit = gateway.platform().config().server().bodyLimitBytes();
        var padding = " ".repeat(limit - PAYMENT.length());
        assertEquals(
                200,
                gateway.send("POST", "/payments", "admin", padding + PAYMENT).statusCode());
        assertProblem(413, "payload_too_large", gateway.send("POST", "/payments", "admin", padding + PAYMENT + " "));
    }

    // Query

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=200                     | 200 |",
                "limit=1&offset=10000          | 200 |",
                "currency=USD&status=active    | 200 |",
                "limit=-1                      | 422 | invalid_limit",
                "limit=0                       | 422 | invalid_limit",
                "limit=201                     | 422 | invalid_limit",
                "limit=1e9                     | 422 | invalid_limit",
                "limit=abc                     | 422 | invalid_limit",
                "limit=1.5                     | 422 | invalid_limit",
                "limit=                        | 422 | invalid_limit",
                "limit=%31%30                  | 200 |",
                "limit=9223372036854775808     | 422 | invalid_limit",
                "offset=-1                     | 422 | invalid_offset",
                "offset=9223372036854775807    | 422 | invalid_offset",
                "offset=x                      | 422 | invalid_offset",
                "offset=10001                  | 422 | offset_too_large",
                "offset=1000000000             | 422 | offset_too_large",
                "sort=password                 | 422 | unknown_parameter",
                "sort=amount;drop              | 422 | unknown_parameter",
                "filter[owner]=other           | 422 | unknown_parameter",
                "Limit=1                       | 422 | unknown_parameter",
                "status=ACTIVE                 | 422 | invalid_value",
                "type=fee                      | 422 | invalid_value",
                "limit=1&limit=2               | 400 | duplicate_parameter",
                "limit=1&%6cimit=1             | 400 | duplicate_parameter",
                "userId=%zz                    | 400 | malformed_request",
                "userId=%ff                    | 400 | malformed_request",
                "userId=%c0%af                 | 400 | malformed_request",
                "userId=%00                    | 422 | invalid_text",
                "userId=%E2%80%AE              | 422 | invalid_text",
                "after=x                       | 400 | invalid_cursor",
                "after=x&offset=0              | 422 | invalid_offset"
            })
    void theQueryIsHeldAgainstTheContract(String query, int status, @Nullable String code) {
        var reply = RawReply.of(
                gateway.port(),
                "GET /wallets?" + query + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer admin\r\n\r\n");
        assertEquals(status, reply.status(), reply.text());
        if (code != null) {
            assertEquals(code, reply.code());
        }
    }

    @Test
    void aListHasDefaults() {
        gateway.get(WALLETS, "admin");
        var page = Page.of(gateway.calls.getFirst());
        assertEquals(50, page.limit());
        assertEquals(0, page.offset());
        assertNull(page.after());
    }

    @Test
    void aCursorLeadsThroughAListAndNowhereElse() {
        gateway.behaviour = call -> Future.succeededFuture(
                Page.of(call).answer(List.of("a", "b", "c"), row -> "after-" + row, row -> Map.of("row", row)));
        var first = json(gateway.get("/wallets?limit=2&currency=USD", "admin"));
        assertTrue(first.get("hasMore").asBoolean());
        assertEquals(2, first.get("data").size());
        var cursor = first.get("nextCursor").asString();
        assertEquals(
                200,
                gateway.get("/wallets?currency=USD&after=" + cursor, "admin").statusCode());
        assertEquals("after-b", Page.of(gateway.calls.getLast()).after());
        assertProblem(400, "invalid_cursor", gateway.get("/wallets?currency=EUR&after=" + cursor, "admin"));
        assertProblem(400, "invalid_cursor", gateway.get("/wallets?after=" + cursor, "admin"));
        assertProblem(400, "invalid_cursor", gateway.get("/wallets?currency=USD&after=" + cursor, "customer"));
        assertProblem(400, "invalid_cursor", gateway.get("/payments?currency=USD&after=" + cursor, "admin"));
        var last = json(gateway.get("/wallets?limit=3", "admin"));
        assertFalse(last.get("hasMore").asBoolean());
        assertFalse(last.has("nextCursor"));
    }

    // Idempotency

    @Test
    void theKeyAndWhatWasAskedArriveTogether() {
        gateway.send("POST", "/payments", "admin", PAYMENT, "Idempotency-Key", "k1");
        gateway.send(
                "POST",
                "/v1/payments",
                "admin",
                PAYMENT.replace("10.50", "10.5").replace(",", " , "),
                "Idempotency-Key",
                "\"k1\"");
        gateway.send("POST", "/payments", "customer", PAYMENT.replace("10.50", "10.51"), "Idempotency-Key", "k1");
        gateway.send("POST", "/payments", "admin", PAYMENT);
        var keys = gateway.calls.stream().map(Call::key).toList();
        assertEquals(keys.get(0), keys.get(1));
        assertNotEquals(
                Objects.requireNonNull(keys.get(0)).fingerprint(),
                Objects.requireNonNull(keys.get(2)).fingerprint());
        assertNotEquals(
                Objects.requireNonNull(keys.get(0)).scope(),
                Objects.requireNonNull(keys.get(2)).scope());
        assertNull(keys.get(3));
    }

    @Test
    void aKeyMayBeRequired() {
        assertProblem(400, "idempotency_key_required", gateway.send("POST", "/payments", "sk_strict", PAYMENT));
        assertEquals(
                200,
                gateway.send("POST", "/payments", "sk_strict", PAYMENT, "Idempotency-Key", "k")
                        .statusCode());
    }

    @Test
    void anUnusableKeyIsRefused() {
        assertProblem(
                400,
                "idempotency_key_invalid",
                gateway.send("POST", "/payments", "admin", PAYMENT, "Idempotency-Key", "k".repeat(256)));
        assertProblem(
                400,
                "idempotency_key_invalid",
                gateway.send("POST", "/payments", "admin", PAYMENT, "Idempotency-Key", "a", "Idempotency-Key", "a"));
        assertProblem(
                400,
                "idempotency_key_invalid",
                gateway.send(
                        "POST", "/auth/login", null, "{\"email\":\"a\",\"password\":\"b\"}", "Idempotency-Key", "a b"));
    }

    @Test
    void aReplaySaysSo() {
        gateway.behaviour = _ -> Future.succeededFuture(new Answer.Stored(201, "{\"id\":\"pay_1\"}", true));
        var reply = gateway.send("POST", "/payments", "admin", PAYMENT, "Idempotency-Key", "k");
        assertEquals("true", header(reply, "Idempotency-Replayed"));
        assertEquals("{\"id\":\"pay_1\"}", reply.body());
        gateway.behaviour =
                _ -> Future.succeededFuture(new Answer.Stored(402, "{\"code\":\"insufficient_funds\"}", false));
        var declined = gateway.send("POST", "/payments", "admin", PAYMENT, "Idempotency-Key", "k");
        assertEquals("application/problem+json; charset=utf-8", header(declined, "Content-Type"));
        assertTrue(declined.headers().firstValue("Idempotency-Replayed").isEmpty());
    }

    // Replies

    @Test
    void everyReplyCarriesItsHeaders() {
        for (var reply : List.of(
                gateway.get(WALLETS, "admin"),
                gateway.get(WALLETS, null),
                gateway.get("/x", null),
                gateway.get("/health", null))) {
            assertTrue(header(reply, "Request-Id").matches("req_[0-9a-z]{26}"));
            assertEquals("nosniff", header(reply, "X-Content-Type-Options"));
            assertEquals("no-store", header(reply, "Cache-Control"));
            assertTrue(header(reply, "Content-Security-Policy").startsWith("default-src 'none'"));
            assertEquals("no-referrer", header(reply, "Referrer-Policy"));
            assertTrue(header(reply, "Content-Type").endsWith("charset=utf-8"));
            assertEquals("origin", header(reply, "Vary"));
            assertTrue(reply.headers().firstValue("Server").isEmpty());
            assertTrue(reply.headers().firstValue("Strict-Transport-Security").isEmpty());
        }
    }

    @Test
    void amountsAreWrittenPlainWithTheirZeros() {
        gateway.behaviour =
                _ -> Future.succeededFuture(new Answer.Json(200, Map.of("amount", new BigDecimal("100.00"))));
        assertEquals("{\"amount\":100.00}", gateway.get(WALLETS, "admin").body());
        gateway.behaviour = _ -> Future.succeededFuture(new Answer.Json(
                200, Map.of("amount", new BigDecimal("1E+3"), "at", Instant.parse("2026-01-31T12:00:00Z"))));
        assertTrue(gateway.get(WALLETS, "admin").body().contains("\"amount\":1000"));
        assertTrue(gateway.get(WALLETS, "admin").body().contains("\"at\":\"2026-01-31T12:00:00Z\""));
    }

    @ParameterizedTest
    @CsvSource({
        "LEDGER_BUSY, 503, ledger_busy, true",
        "OUTCOME_UNKNOWN, 503, outcome_unknown, true",
        "RATE_LIMITED, 429, rate_limited, true",
        "IDEMPOTENCY_IN_PROGRESS, 409, idempotency_in_progress, true",
        "WALLET_FROZEN, 409, wallet_frozen, false",
        "INTERNAL_ERROR, 500, internal_error, false"
    })
    void aFaultOfADomainIsAProblem(Code fault, int status, String code, boolean comesBack) {
        gateway.behaviour = _ -> Future.failedFuture(new Fault(fault));
        var reply = gateway.get(WALLETS, "admin");
        assertProblem(status, code, reply);
        assertEquals(comesBack, reply.headers().firstValue("Retry-After").isPresent());
    }

    @Test
    void anExceptionTellsTheClientNothing() {
        for (var asynchronous : List.of(true, false)) {
            gateway.behaviour = _ -> {
                var failure = new IllegalStateException("select secret from java.lang.Table");
                if (asynchronous) {
                    return Future.failedFuture(failure);
                }
                throw failure;
            };
            var reply = gateway.get(WALLETS, "admin");
            assertProblem(500, "internal_error", reply);
            assertFalse(reply.body().contains("secret"));
            assertFalse(reply.body().contains("java"));
        }
    }

    // CORS

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.test",
                "null",
                "https://app.flowlet.test.evil.test",
                "http://app.flowlet.test",
                "https://APP.flowlet.test"
            })
    void anUnknownOriginIsNotReflected(String origin) {
        var reply = gateway.get(WALLETS, "admin", "Origin", origin);
        assertTrue(reply.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
        assertEquals("origin", header(reply, "Vary"));
        var preflight =
                gateway.send("OPTIONS", WALLETS, null, null, "Origin", origin, "Access-Control-Request-Method", "POST");
        assertProblem(405, "method_not_allowed", preflight);
    }

    @Test
    void aConfiguredOriginMayCall() {
        var origin = "https://app.flowlet.test";
        var preflight =
                gateway.send("OPTIONS", WALLETS, null, null, "Origin", origin, "Access-Control-Request-Method", "POST");
        assertEquals(204, preflight.statusCode());
        assertEquals(origin, header(preflight, "Access-Control-Allow-Origin"));
        assertEquals("GET, POST", header(preflight, "Access-Control-Allow-Methods"));
        assertTrue(preflight
                .headers()
                .firstValue("Access-Control-Allow-Credentials")
                .isEmpty());
        assertEquals(origin, header(gateway.get(WALLETS, "admin", "Origin", origin), "Access-Control-Allow-Origin"));
        assertEquals(
                405,
                gateway.send("OPTIONS", WALLETS, null, null, "Origin", origin).statusCode());
    }

    // System

    @Test
    void healthReadinessContractAndProblemsAreOpen() {
        assertEquals("{\"status\":\"ok\"}", gateway.get("/health", null).body());
        assertEquals(
                "{\"status\":\"ready\",\"checks\":{\"ledger\":\"ok\"}}",
                gateway.get("/health/ready", null).body());
        assertTrue(gateway.get("/openapi.yaml", null).body().contains("openapi: 3.1.0"));
        assertEquals(
                Code.values().length,
                json(gateway.get("/problems", null)).get("data").size());
        for (var code : Code.values()) {
            var page = gateway.get("/problems/" + code.wire(), null);
            assertEquals(200, page.statusCode());
            assertTrue(page.body().contains(code.wire()));
        }
        assertProblem(404, "problem_not_found", gateway.get("/problems/nonsense", null));
    }

    @Test
    void manyAtOnceAreAllAnswered() {
        var replies = new ArrayList<CompletableFuture<Integer>>();
        for (var i = 0; i < 200; i++) {
            replies.add(CompletableFuture.supplyAsync(
                    () -> gateway.send("POST", "/payments", "admin", PAYMENT).statusCode()));
        }
        assertTrue(replies.stream().allMatch(reply -> reply.join() == 200));
    }

    private static void assertProblem(int status, String code, HttpResponse<String> reply) {
        assertEquals(status, reply.statusCode(), reply.body());
        assertEquals("application/problem+json; charset=utf-8", header(reply, "Content-Type"));
        var problem = problem(reply);
        assertEquals(code, problem.get("code").asString());
        assertEquals(status, problem.get("status").asInt());
        assertEquals("/problems/" + code, problem.get("type").asString());
        assertEquals(header(reply, "Request-Id"), problem.get("requestId").asString());
        assertTrue(problem.has("retryable"));
    }

    private static String withoutRequestId(HttpResponse<String> reply) {
        return reply.body().replaceAll("req_[0-9a-z]+", "");
    }

    private static JsonNode problem(HttpResponse<String> reply) {
        return json(reply);
    }

    private static JsonNode json(HttpResponse<String> reply) {
        return JSON.readTree(reply.body());
    }

    private static String header(HttpResponse<?> reply, String name) {
        return reply.headers().firstValue(name).orElse("");
    }
}
