package finance.flowlet.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.TestClock;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// Users, sessions, API keys and every wrong token over real HTTP.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpAuthTest {
    private static final String ANN = "ann@acme.test";
    private static final int NO_PORT = 9;

    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final TestFlowlet flowlet =
            TestFlowlet.start(TestDatabase.create(), Map.of("FLOWLET_AUTH_REGISTRATION_TENANT", "Acme"), clock);
    private final Api nobody = flowlet.api().as(null);

    @AfterAll
    void close() {
        flowlet.close();
    }

    @Test
    void aLoginAnswersWithTokens() {
        var answer = logIn(ANN, TestFlowlet.PASSWORD);

        assertEquals(200, answer.status(), answer.body());
        assertEquals("Bearer", answer.text("tokenType"));
        assertEquals(86_400, answer.json().path("expiresIn").asInt());
        assertEquals(ANN, answer.json().path("user").path("email").asString());
        assertEquals(
                "customer", answer.json().path("user").path("roles").path(0).asString());
        assertTrue(answer.json().path("user").path("id").asString().startsWith("usr_"));
        assertEquals("no-store", answer.header("Cache-Control"));

        var me = nobody.as(answer.text("accessToken")).get("/auth/me");
        assertEquals(200, me.status());
        assertEquals("customer", me.text("kind"));
        assertEquals(ANN, me.text("email"));
    }

    /// A6: the whole answer, not just its status.
    @Test
    void anUnknownAddressIsAnsweredLikeAWrongPassword() {
        var unknown = logIn("nobody@acme.test", "a wrong password");
        var wrong = logIn("bob@acme.test", "a wrong password");

        assertEquals(401, wrong.status());
        assertEquals("invalid_credentials", wrong.code());
        assertEquals(anonymous(wrong), anonymous(unknown));
        assertEquals(wrong.headers().map().keySet(), unknown.headers().map().keySet());
    }

    @Test
    void registeringAnswersTheSameTwice() {
        var first = register("new@acme.test", "a first long password");
        var second = register("new@acme.test", "a second long password");

        assertEquals(201, first.status(), first.body());
        assertEquals(
                new JsonObject("{\"email\":\"new@acme.test\",\"status\":\"registered\"}"),
                new JsonObject(first.body()));
        assertEquals(first.status(), second.status());
        assertEquals(first.body(), second.body());
        assertEquals(first.headers().map().keySet(), second.headers().map().keySet());
        assertEquals(200, logIn("new@acme.test", "a first long password").status());
        assertEquals(401, logIn("new@acme.test", "a second long password").status());
    }

    /// A1, A3: input and right answer.
    @TestFactory
    List<DynamicTest> whatCannotBeRegistered() {
        return List.of(
                refusedRegistration("x@acme.test", "1234567", "password_too_short"),
                refusedRegistration("x@acme.test", "kT7 vxm2QpZ;uL", "password_too_short"),
                refusedRegistration("x@acme.test", "kT7 vxm2QpZ;uLr9 ".repeat(8), "password_too_long"),
                refusedRegistration("x@acme.test", "passwordpassword", "password_blocked"),
                refusedRegistration("x@acme.test", "123456789012345", "password_blocked"),
                refusedRegistration("x@acme.test", "flowletflowlet1", "password_blocked"),
                refusedRegistration("somebody@acme.test", "somebody@acme.test", "password_blocked"),
                refusedRegistration("no address", "kT7 vxm2QpZ;uLr9", "invalid_email"),
                refusedRegistration("x@acme.test", "kT7 vxm2QpZ;uLr9\\u0000", "invalid_text"));
    }

    private DynamicTest refusedRegistration(String email, String password, String code) {
        return dynamicTest(code + ": " + password, () -> {
            var answer = register(email, password);
            assertEquals(422, answer.status(), answer.body());
            assertEquals(code, answer.code());
        });
    }

    @Test
    void refreshingRotatesAndReuseEndsTheSession() {
        var first = logIn(ANN, TestFlowlet.PASSWORD);
        var second = refresh(first.text("refreshToken"));
        assertEquals(200, second.status());
        assertEquals(200, nobody.as(second.text("accessToken")).get("/auth/me").status());

        var reuse = refresh(first.text("refreshToken"));

        assertEquals(401, reuse.status());
        assertEquals("invalid_refresh_token", reuse.code());
        assertEquals(401, refresh(second.text("refreshToken")).status());
        assertEquals(401, nobody.as(second.text("accessToken")).get("/auth/me").status());
    }

    /// A9: at once, although the edge had just believed the token.
    @Test
    void loggingOutWorksAtOnce() {
        var api = nobody.as(logIn(ANN, TestFlowlet.PASSWORD).text("accessToken"));
        assertEquals(200, api.get("/auth/me").status());

        assertEquals(204, api.post("/auth/logout", null).status());

        assertEquals(401, api.get("/auth/me").status());
    }

    /// A7
    @Test
    void aLockSaysWhenItEnds() {
        for (var i = 0; i < 10; i++) {
            assertEquals(401, logIn("viewer@acme.test", "a wrong password").status());
        }

        var locked = logIn("viewer@acme.test", TestFlowlet.PASSWORD);

        assertEquals(429, locked.status());
        assertEquals("too_many_attempts", locked.code());
        assertEquals("900", locked.header("Retry-After"));
    }

    @Test
    void anApiKeyLivesFromCreationToDeletion() {
        var admin = flowlet.login("admin@acme.test");
        var body = "{\"name\":\"checkout\",\"scopes\":[\"wallets:read\",\"keys:write\"]}";

        var created = admin.post("/api-keys", body, "Idempotency-Key", "create-checkout");
        var replayed = admin.post("/api-keys", body, "Idempotency-Key", "create-checkout");

        assertEquals(201, created.status(), created.body());
        var secret = created.text("key");
        var id = created.text("id");
        assertTrue(secret.endsWith(created.text("lastFour")));
        assertEquals(201, replayed.status());
        assertEquals(id, replayed.text("id"));
        assertEquals("true", replayed.header("Idempotency-Replayed"));
        assertFalse(replayed.json().has("key"), "shown once");

        var key = nobody.as(secret);
        assertEquals("api_key", key.get("/auth/me").text("kind"));
        assertEquals(403, key.get("/api-keys").status(), "no keys:read");
        var stronger = key.post("/api-keys", "{\"name\":\"stronger\",\"scopes\":[\"payments:write\"]}");
        assertEquals(403, stronger.status());
        assertEquals(200, admin.get("/api-keys/" + id).status());
        assertFalse(admin.get("/api-keys").body().contains(secret));

        assertEquals(204, admin.delete("/api-keys/" + id).status());
        assertEquals(401, key.get("/auth/me").status());
        assertEquals(404, admin.get("/api-keys/" + id).status());
        assertEquals(404, admin.delete("/api-keys/" + id).status());
    }

    @Test
    void aScopeThatDoesNotExistIsPointedAt() {
        var answer = flowlet.login("admin@acme.test")
                .post("/api-keys", "{\"name\":\"x\",\"scopes\":[\"wallets:read\",\"everything\"]}");

        assertEquals(422, answer.status());
        assertEquals("scope_unknown", answer.code());
        assertEquals(
                "/scopes/1",
                answer.json().path("errors").path(0).path("pointer").asString());
    }

    /// Section 2.2 of the security tests: all refused, all with one and the same body.
    @TestFactory
    List<DynamicTest> wrongTokens() {
        var ann = logIn(ANN, TestFlowlet.PASSWORD);
        var table = new TokenTable(
                ann.text("accessToken"),
                logIn("admin@acme.test", TestFlowlet.PASSWORD).text("accessToken"),
                ann.text("refreshToken"),
                NO_PORT,
                clock.instant().getEpochSecond());
        var without = nobody.get("/auth/me");
        assertEquals(401, without.status());
        return table.refused().entrySet().stream()
                .filter(each -> each.getValue().chars().allMatch(character -> character >= ' ' && character < 127))
                // White space around a field value is not part of it, and the scheme may be followed by several.
                .filter(each -> each.getValue().equals(each.getValue().strip())
                        && !each.getValue().startsWith("Bearer"))
                .map(each -> dynamicTest(each.getKey(), () -> {
                    var answer = nobody.as(each.getValue()).get("/auth/me");
                    if (each.getValue().length() > 8192) {
                        assertTrue(answer.status() == 401 || answer.status() == 431, answer.body());
                    } else {
                        assertEquals(401, answer.status());
                        assertEquals(anonymous(without), anonymous(answer));
                    }
                }))
                .toList();
    }

    @Test
    void aTokenInTheQueryIsNoCredential() {
        var token = logIn(ANN, TestFlowlet.PASSWORD).text("accessToken");

        assertEquals(401, nobody.get("/auth/me?access_token=" + token).status());
    }

    private Response logIn(String email, String password) {
        return nobody.post("/auth/login", body(email, password));
    }

    private Response register(String email, String password) {
        return nobody.post("/auth/register", body(email, password));
    }

    private Response refresh(String refreshToken) {
        return nobody.post("/auth/refresh", "{\"refreshToken\":\"" + refreshToken + "\"}");
    }

    private static String body(String email, String password) {
        return "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}";
    }

    /// The body without what names the request.
    private static String anonymous(Response answer) {
        return answer.body().replaceAll("req_[0-9a-z]+", "req");
    }
}
