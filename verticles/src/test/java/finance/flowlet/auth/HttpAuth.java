package finance.flowlet.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.OpenApi;
import finance.flowlet.testing.TestClock;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The whole program over HTTP, with people who log in: Acme, whose customers may register, and Globex.
final class HttpAuth implements AutoCloseable {
    static final String PASSWORD = TestFlowlet.PASSWORD;
    private static final Duration STEP = Duration.ofSeconds(30);

    final TestClock clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
    final TestFlowlet flowlet;
    final Api nobody;

    HttpAuth(Map<String, String> overrides) {
        var environment = new HashMap<>(Map.of(
                "FLOWLET_AUTH_REGISTRATION_TENANT", "Acme",
                // All tests come from one address.
                "FLOWLET_AUTH_LOCKOUT_MAX_FAILURES_PER_SOURCE", "1000000"));
        environment.putAll(overrides);
        flowlet = TestFlowlet.start(TestDatabase.create(), environment, clock);
        nobody = flowlet.api().as(null);
        flowlet.provision("Globex");
    }

    /// Somebody with an authenticator app.
    record Enrolled(String email, Api api, Authenticator app, List<String> recoveryCodes) {}

    /// A new customer of Acme.
    String register(String name) {
        var email = name + "@acme.test";
        assertEquals(
                201,
                post("/auth/register", "email", email, "password", PASSWORD).status());
        return email;
    }

    Response logIn(String email) {
        return logIn(email, PASSWORD);
    }

    Response logIn(String email, String password) {
        return post("/auth/login", "email", email, "password", password);
    }

    /// Asks with the tokens of an answer that must be a session.
    Api session(Response answer) {
        assertEquals(200, answer.status(), answer.body());
        return nobody.as(answer.text("accessToken"));
    }

    Api loggedIn(String email) {
        return session(logIn(email));
    }

    /// Enrolls and activates an app for whoever asks with `api`.
    Enrolled enroll(String email, Api api) {
        var enrolled = api.post("/auth/mfa/enroll", null);
        assertEquals(200, enrolled.status(), enrolled.body());
        var app = new Authenticator(enrolled.text("secret"));
        var activated = api.post("/auth/mfa/activate", json("code", app.code(clock.instant())));
        assertEquals(200, activated.status(), activated.body());
        return new Enrolled(email, api, app, codes(activated));
    }

    static List<String> codes(Response answer) {
        return answer.json()
                .path("recoveryCodes")
                .valueStream()
                .map(node -> node.asString())
                .toList();
    }

    /// A new customer of Acme with an authenticator app.
    Enrolled enrolled(String name) {
        var email = register(name);
        return enroll(email, loggedIn(email));
    }

    /// The token of a login that must ask for a second factor.
    String mfaToken(String email) {
        var answer = logIn(email);
        assertEquals("401 mfa_required", answer.status() + " " + answer.code(), answer.body());
        return answer.text("mfaToken");
    }

    Response verify(String mfaToken, String code) {
        return post("/auth/mfa/verify", "mfaToken", mfaToken, "code", code);
    }

    Response recover(String mfaToken, String recoveryCode) {
        return post("/auth/mfa/verify", "mfaToken", mfaToken, "recoveryCode", recoveryCode);
    }

    /// Waits for the next code, and reads it.
    String nextCode(Enrolled person) {
        clock.advance(STEP);
        return person.app().code(clock.instant());
    }

    String wrongCode(Enrolled person) {
        return person.app().wrongCode(clock.instant());
    }

    /// Asks as nobody in particular, with a body of these members and values in turn.
    Response post(String path, String... members) {
        return nobody.post(path, json(members));
    }

    static String json(String... members) {
        var body = new HashMap<String, String>();
        for (var i = 0; i < members.length; i += 2) {
            body.put(members[i], members[i + 1]);
        }
        return OpenApi.json(body);
    }

    /// `401 invalid_mfa_code`, or the status alone.
    static String verdict(Response answer) {
        return answer.status() < 400 ? Integer.toString(answer.status()) : answer.status() + " " + answer.code();
    }

    @Override
    public void close() {
        flowlet.close();
    }
}
