package finance.flowlet.auth;

import static finance.flowlet.auth.AuthFixture.ANN;
import static finance.flowlet.auth.AuthFixture.BOSS;
import static finance.flowlet.auth.AuthFixture.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.auth.ChangeUser;
import finance.flowlet.contract.auth.DescribeUser;
import finance.flowlet.contract.auth.LogIn;
import finance.flowlet.contract.auth.LogOut;
import finance.flowlet.contract.auth.RefreshTokens;
import finance.flowlet.contract.auth.TokenPair;
import finance.flowlet.id.SessionId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.testing.TestPlatform;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Sessions: how they go on, and that they end when they should.
class SessionsTest {
    private final AuthFixture auth = new AuthFixture();

    @AfterEach
    void close() {
        auth.close();
    }

    @Test
    void aRefreshTokenIsExchangedForNewTokensOfTheSameSession() {
        var first = auth.loggedIn(ANN);

        var second = refreshed(first.refreshToken());

        assertNotEquals(first.refreshToken(), second.refreshToken());
        assertEquals(session(first), session(second));
        assertEquals(first.user(), second.user());
        auth.principal(first.accessToken());
    }

    @Test
    void theSecondUseOfARefreshTokenEndsItsSession() {
        var first = auth.loggedIn(ANN);
        var elsewhere = auth.loggedIn(ANN);
        var session = session(first);
        var second = refreshed(first.refreshToken());

        assertRefused(first.refreshToken());

        auth.assertRefused(first.accessToken());
        auth.assertRefused(second.accessToken());
        assertRefused(second.refreshToken());
        auth.principal(elsewhere.accessToken());
        assertEquals(List.of(session.uuid()), List.copyOf(auth.revoked));
        assertEquals(
                1,
                auth.database.number("select count(*) from auth.audit where action = 'session.revoked_after_reuse'"));
    }

    /// O7: two live families would be one too many.
    @Test
    void ofTwoConcurrentRefreshesOneWinsAndNoFamilySurvivesTheOther() {
        for (var round = 0; round < 20; round++) {
            var tokens = auth.loggedIn(BOSS);
            var attempts = new ArrayList<Future<RefreshTokens.Outcome>>();
            for (var i = 0; i < 5; i++) {
                attempts.add(auth.send(RefreshTokens.ADDRESS, new RefreshTokens(tokens.refreshToken(), "req_test")));
            }

            var won = attempts.stream()
                    .map(TestPlatform::await)
                    .filter(RefreshTokens.Refreshed.class::isInstance)
                    .map(RefreshTokens.Refreshed.class::cast)
                    .toList();

            assertEquals(1, won.size());
            assertRefused(won.getFirst().tokens().refreshToken());
        }
        assertEquals(0, auth.database.number("""
                select count(*) from auth.refresh_token
                join auth.session on session.id = session_id
                where used_at is null and revoked_at is null"""));
    }

    @Test
    void aLoginSpansTokensButNotForEver() {
        var tokens = auth.loggedIn(ANN);
        for (var day = 1; day < 30; day++) {
            auth.clock.advance(Duration.ofDays(1));
            tokens = refreshed(tokens.refreshToken());
        }
        auth.clock.advance(Duration.ofHours(23));
        tokens = refreshed(tokens.refreshToken());
        assertEquals(3600, tokens.expiresInSeconds(), "an access token does not outlive its session");

        auth.clock.advance(Duration.ofHours(1));

        auth.assertRefused(tokens.accessToken());
        assertRefused(tokens.refreshToken());
    }

    @Test
    void whatIsNoRefreshTokenIsRefused() {
        var tokens = auth.loggedIn(ANN);

        for (var text : List.of("", "rt_", tokens.accessToken(), tokens.refreshToken() + "x", auth.apiKey)) {
            assertRefused(text);
        }
    }

    /// A9
    @Test
    void loggingOutEndsThisSessionOnly() {
        var here = auth.loggedIn(ANN);
        var elsewhere = auth.loggedIn(ANN);
        var session = session(here);

        auth.ask(LogOut.ADDRESS, new LogOut(auth.staff(), session));
        auth.ask(LogOut.ADDRESS, new LogOut(auth.staff(), session));

        auth.assertRefused(here.accessToken());
        assertRefused(here.refreshToken());
        auth.principal(elsewhere.accessToken());
        assertEquals(List.of(session.uuid()), List.copyOf(auth.revoked));
    }

    @Test
    void nobodyEndsASessionOfAnotherTenant() {
        var tokens = auth.loggedIn(ANN);
        var stranger = new Caller(new TenantId(auth.platform.platform().ids().next()), null, "staff:evil", "req_test");

        auth.ask(LogOut.ADDRESS, new LogOut(stranger, session(tokens)));

        auth.principal(tokens.accessToken());
        assertTrue(auth.revoked.isEmpty());
    }

    /// A9, Z9
    @Test
    void freezingAPersonEndsAllTheirSessions() {
        var here = auth.loggedIn(ANN);
        var elsewhere = auth.loggedIn(ANN);
        var ann = here.user().id();

        assertInstanceOf(ChangeUser.Changed.class, change(auth.staff(), ann, ChangeUser.Action.FREEZE));

        auth.assertRefused(here.accessToken());
        auth.assertRefused(elsewhere.accessToken());
        assertRefused(here.refreshToken());
        assertEquals(2, auth.revoked.size());
        assertInstanceOf(LogIn.InvalidCredentials.class, auth.logIn(ANN, PASSWORD));

        change(auth.staff(), ann, ChangeUser.Action.UNFREEZE);

        auth.assertRefused(here.accessToken());
        auth.loggedIn(ANN);
    }

    @Test
    void nobodyFreezesAPersonOfAnotherTenant() {
        var tokens = auth.loggedIn(ANN);
        var stranger = new Caller(new TenantId(auth.platform.platform().ids().next()), null, "staff:evil", "req_test");

        assertInstanceOf(
                ChangeUser.Unknown.class, change(stranger, tokens.user().id(), ChangeUser.Action.FREEZE));

        auth.principal(tokens.accessToken());
    }

    @Test
    void aCustomerSeesOnlyThemself() {
        var ann = auth.loggedIn(ANN).user().id();
        var boss = auth.loggedIn(BOSS).user().id();
        var asAnn = new Caller(auth.tenant, ann, "customer:" + ann, "req_test");

        assertEquals(
                ANN,
                assertInstanceOf(DescribeUser.Described.class, describe(asAnn, ann))
                        .user()
                        .email());
        assertInstanceOf(DescribeUser.Unknown.class, describe(asAnn, boss));
        assertInstanceOf(DescribeUser.Described.class, describe(auth.staff(), boss));
    }

    private DescribeUser.Outcome describe(Caller caller, UserId user) {
        return auth.ask(DescribeUser.ADDRESS, new DescribeUser(caller, user));
    }

    private ChangeUser.Outcome change(Caller caller, UserId user, ChangeUser.Action action) {
        return auth.ask(ChangeUser.ADDRESS, new ChangeUser(caller, user, action));
    }

    private SessionId session(TokenPair tokens) {
        return Objects.requireNonNull(auth.principal(tokens.accessToken()).session());
    }

    private TokenPair refreshed(String refreshToken) {
        return assertInstanceOf(RefreshTokens.Refreshed.class, refresh(refreshToken))
                .tokens();
    }

    private void assertRefused(String refreshToken) {
        assertInstanceOf(RefreshTokens.Refused.class, refresh(refreshToken));
    }

    private RefreshTokens.Outcome refresh(String refreshToken) {
        return auth.ask(RefreshTokens.ADDRESS, new RefreshTokens(refreshToken, "req_test"));
    }
}
