package finance.flowlet.auth;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import finance.flowlet.bus.Address;
import finance.flowlet.contract.auth.Authenticate;
import finance.flowlet.contract.auth.ListTokenKeys;
import finance.flowlet.contract.auth.LogIn;
import finance.flowlet.contract.auth.RefreshTokens;
import finance.flowlet.testing.TestClock;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestPlatform;
import io.vertx.core.ThreadingModel;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// An auth domain that starts again on a database of before, with another configuration.
final class TestAuth implements AutoCloseable {
    private final TestPlatform platform;

    TestAuth(TestDatabase database, Map<String, String> environment) {
        platform = new TestPlatform(database.config(environment), new TestClock(Instant.parse("2026-03-01T12:00:00Z")));
        platform.deploy(new AuthVerticle(platform.platform()), ThreadingModel.VIRTUAL_THREAD);
    }

    String loggedIn() {
        var attempt = new LogIn(AuthFixture.ANN, AuthFixture.PASSWORD, AuthFixture.HOME, "req_test");
        return assertInstanceOf(LogIn.LoggedIn.class, ask(LogIn.ADDRESS, attempt))
                .tokens()
                .accessToken();
    }

    void accepts(String token) {
        assertInstanceOf(Authenticate.Authenticated.class, ask(Authenticate.ADDRESS, new Authenticate(token)));
    }

    void refuses(String token) {
        assertInstanceOf(Authenticate.Refused.class, ask(Authenticate.ADDRESS, new Authenticate(token)));
    }

    RefreshTokens.Outcome refresh(String token) {
        return ask(RefreshTokens.ADDRESS, new RefreshTokens(token, "req_test"));
    }

    List<String> published() {
        return ask(ListTokenKeys.ADDRESS, new ListTokenKeys()).keys().stream()
                .map(ListTokenKeys.Key::name)
                .toList();
    }

    private <Q, R> R ask(Address<Q, R> address, Q question) {
        return TestPlatform.await(platform.platform().bus().request(address, question));
    }

    @Override
    public void close() {
        platform.close();
    }
}
