package finance.flowlet.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Effects;
import finance.flowlet.testing.RawHttp;
import finance.flowlet.testing.RawHttp.Reply;
import finance.flowlet.testing.TestFlowlet;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A running program for tests of what it refuses: a refusal has the right status and code, is a problem
/// that tells nothing about the inside, and leaves nothing behind.
final class Refusals implements AutoCloseable {
    private static final Pattern INSIDE =
            Pattern.compile("(?i)exception|\\bat [a-z]+\\.|java\\.|finance\\.flowlet|vertx|select |insert |sqlstate|/");
    private static @Nullable Refusals shared;
    final TestFlowlet flowlet;
    final Api api;
    final RawHttp raw;
    final Effects effects;
    /// Two wallets of one business in dollars, the first with 1,000,000.00 in it.
    final String from;

    final String to;

    /// A payment between them.
    final String payment;

    private Refusals(TestFlowlet flowlet) {
        this.flowlet = flowlet;
        this.api = flowlet.api();
        this.raw = new RawHttp(api.baseUrl());
        this.effects = Effects.of(flowlet);
        this.from = flowlet.wallet("ann", "USD", "1000000.00");
        this.to = flowlet.wallet("bob", "USD", "0");
        this.payment = api.post("/payments", TestFlowlet.payment(from, to, "1000.00", "USD"))
                .text("id");
    }

    /// The one program that all of these tests ask: since they leave nothing behind, they do not disturb
    /// each other.
    static synchronized Refusals shared() {
        if (shared == null) {
            shared = new Refusals(TestFlowlet.start(Map.of(
                    "FLOWLET_AUTH_REGISTRATION_TENANT", "Acme",
                    // All tests come from one address; how often one may fail is not what they are about.
                    "FLOWLET_AUTH_LOCKOUT_MAX_FAILURES_PER_SOURCE", "1000000")));
        }
        return shared;
    }

    /// Ends the shared program after the last test of a run, which may be one class or all of them.
    static final class EndsWithTheRun implements BeforeAllCallback {
        @Override
        public void beforeAll(ExtensionContext context) {
            context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(Refusals.class))
                    .computeIfAbsent(Refusals.class, _ -> shared(), Refusals.class);
        }
    }

    /// The answer to a request that must be refused as `expected` says: `422 amount_type`. Several right
    /// codes are written with `/` between them.
    Response refused(String expected, Supplier<Response> request) {
        var before = effects.now();
        var response = request.get();
        assertExpected(expected, response.status(), response.code(), response.body());
        assertEquals("application/problem+json; charset=utf-8", response.header("Content-Type"));
        assertEquals(before, effects.now(), "something was stored");
        return response;
    }

    /// The same for bytes that only a socket can send.
    Reply refusedRaw(String expected, Supplier<Reply> request) {
        var before = effects.now();
        var reply = request.get();
        assertExpected(expected, reply.status(), reply.code(), reply.head() + "\n" + reply.body());
        assertEquals(before, effects.now(), "something was stored");
        return reply;
    }

    private static void assertExpected(String expected, int status, String code, String body) {
        var parts = expected.split(" ", 2);
        assertTrue(status < 500 && status >= 400, () -> expected + " but was " + status + ": " + body);
        assertEquals(parts[0], Integer.toString(status), body);
        assertTrue(
                ("/" + parts[1] + "/").contains("/" + code + "/"), () -> expected + " but was " + code + ": " + body);
        assertFalse(
                INSIDE.matcher(body.replaceAll("\"(type|docUrl|pointer)\":\"[^\"]*\"", ""))
                                .find()
                        && !body.startsWith("HTTP/"),
                body);
    }

    /// A key that was refused is free: it still makes its first payment.
    void stillUsable(String key) {
        var paid = api.post("/payments", TestFlowlet.payment(from, to, "0.01", "USD"), "Idempotency-Key", key);
        assertEquals(201, paid.status(), paid::body);
        assertEquals("", paid.header("Idempotency-Replayed"));
    }

    /// The head of a POST with the API key.
    String head(String path, String... fields) {
        var head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        for (var field : fields) {
            head.append(field).append("\r\n");
        }
        return head.append("Authorization: Bearer ")
                .append(api.credential())
                .append("\r\n\r\n")
                .toString();
    }

    @Override
    public void close() {
        try {
            effects.close();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        flowlet.close();
        forget();
    }

    private static synchronized void forget() {
        shared = null;
    }
}
