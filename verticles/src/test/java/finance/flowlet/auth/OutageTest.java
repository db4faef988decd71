package finance.flowlet.auth;

import static finance.flowlet.auth.AuthFixture.ANN;
import static finance.flowlet.auth.AuthFixture.HOME;
import static finance.flowlet.auth.AuthFixture.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.bus.Fault;
import finance.flowlet.contract.auth.LogIn;
import finance.flowlet.problem.Code;
import finance.flowlet.testing.Servers;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestPlatform;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Nobody gets in because something is down or busy, and nobody is told that a right credential is wrong.
class OutageTest {
    @Test
    void withoutADatabaseNothingIsDecided() {
        try (var server = Servers.postgres();
                var auth = new AuthFixture(TestDatabase.create(server), Map.of())) {
            var token = auth.loggedIn(ANN).accessToken();
            server.crash();

            for (var credential : new String[] {token, auth.apiKey}) {
                assertEquals(
                        Code.UNAVAILABLE,
                        assertThrows(Fault.class, () -> auth.authenticate(credential))
                                .code());
            }
            assertEquals(
                    Code.UNAVAILABLE,
                    assertThrows(Fault.class, () -> auth.logIn(ANN, PASSWORD)).code());

            server.restart();

            auth.principal(token);
            auth.principal(auth.apiKey);
            auth.loggedIn(ANN);
        }
    }

    /// More logins than can be hashed in time are turned away, not queued without end.
    @Test
    void aFullQueueOfHashesTurnsAway() {
        try (var auth = new AuthFixture(Map.of(
                "FLOWLET_AUTH_PASSWORD_CONCURRENCY", "1",
                "FLOWLET_AUTH_PASSWORD_MEMORY_KIB", "4096",
                "FLOWLET_AUTH_PASSWORD_ITERATIONS", "3"))) {
            var attempts = new ArrayList<Future<String>>();
            for (var i = 0; i < 200; i++) {
                attempts.add(auth.send(LogIn.ADDRESS, new LogIn(ANN, PASSWORD, HOME, "req_" + i))
                        .map(outcome -> outcome.getClass().getSimpleName())
                        .otherwise(failure ->
                                assertInstanceOf(Fault.class, failure).code().wire()));
            }

            var answers = attempts.stream().map(TestPlatform::await).toList();

            assertTrue(answers.stream().allMatch(answer -> answer.equals("LoggedIn") || answer.equals("unavailable")));
            assertTrue(answers.contains("LoggedIn"));
            assertTrue(answers.contains("unavailable"));
            auth.loggedIn(ANN);
        }
    }
}
