package finance.flowlet.auth;

import finance.flowlet.contract.auth.ActivateMfa;
import finance.flowlet.contract.auth.Authenticate;
import finance.flowlet.contract.auth.ChangePassword;
import finance.flowlet.contract.auth.ChangeUser;
import finance.flowlet.contract.auth.CreateApiKey;
import finance.flowlet.contract.auth.DescribeMfa;
import finance.flowlet.contract.auth.DescribeUser;
import finance.flowlet.contract.auth.DisableMfa;
import finance.flowlet.contract.auth.EndOtherSessions;
import finance.flowlet.contract.auth.EndSession;
import finance.flowlet.contract.auth.EnrollMfa;
import finance.flowlet.contract.auth.FindPersonBehind;
import finance.flowlet.contract.auth.ListApiKeys;
import finance.flowlet.contract.auth.ListOutbox;
import finance.flowlet.contract.auth.ListSessions;
import finance.flowlet.contract.auth.ListTokenKeys;
import finance.flowlet.contract.auth.LogIn;
import finance.flowlet.contract.auth.LogOut;
import finance.flowlet.contract.auth.ProvisionTenant;
import finance.flowlet.contract.auth.RefreshTokens;
import finance.flowlet.contract.auth.Register;
import finance.flowlet.contract.auth.RenewRecoveryCodes;
import finance.flowlet.contract.auth.RequestPasswordReset;
import finance.flowlet.contract.auth.ResetPassword;
import finance.flowlet.contract.auth.ResolveCustomer;
import finance.flowlet.contract.auth.RevokeApiKey;
import finance.flowlet.contract.auth.VerifyMfa;
import finance.flowlet.platform.AwaitedSql;
import finance.flowlet.platform.Platform;
import finance.flowlet.platform.Profile;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers who somebody is, on virtual threads, deployed several times.
///
/// Everything it knows is in PostgreSQL, so that any instance may answer, a restart or an empty Redis logs
/// nobody in or out, and a login that cannot be counted is refused.
public final class AuthVerticle extends VerticleBase {
    private static final Duration SWEEP = Duration.ofHours(1);

    private final Platform platform;
    private @Nullable Pool pool;

    public AuthVerticle(Platform platform) {
        this.platform = platform;
    }

    @Override
    public Future<?> start() {
        var connections = platform.databases().pool("auth");
        pool = connections;
        return serve(connections);
    }

    @Override
    public Future<?> stop() {
        return pool == null ? Future.succeededFuture() : pool.close();
    }

    private Future<?> serve(Pool connections) {
        var config = platform.config();
        var store = new AuthStore(new AwaitedSql(connections), config.auth().lockout());
        var pepper = new Pepper(config.auth().pepper());
        var random = new SecureRandom();
        var passwords = new Passwords(platform.vertx(), config.auth().password(), pepper, random);
        var policy = new PasswordPolicy(config.auth().password());
        var keys = AccessTokens.keys(platform.vertx(), config.jwt());
        var accessTokens = new AccessTokens(config.jwt(), keys, platform.clock());
        var tokens = new SessionTokens(config.jwt(), accessTokens, platform.ids(), random);
        var guesses = new Guesses(platform, store, pepper);
        var opener = new SessionOpener(platform, tokens, pepper);
        var factors = new SecondFactors(platform, pepper, new SecretBox(pepper, random));
        var revocations = new Revocations(platform.bus());
        var outbox =
                Optional.of(new SandboxOutbox(store, platform.ids())).filter(_ -> config.profile() == Profile.SANDBOX);
        vertx.setPeriodic(SWEEP.toMillis(), _ -> sweep(store));
        return Future.all(List.of(
                serve(
                        new Sessions(platform, store, accessTokens, tokens, pepper),
                        new ApiKeys(platform, store, pepper, random)),
                serve(new OpenSessions(platform, store, revocations)),
                serve(
                        new Logins(platform, store, passwords, guesses, opener, pepper, random),
                        new MfaLogins(platform, store, guesses, factors, opener, pepper)),
                serve(
                        new Enrollments(platform, store, guesses, factors, revocations, random),
                        new FactorChanges(platform, store, passwords, guesses, factors, revocations, random)),
                serve(new PasswordChanges(
                        platform, store, passwords, policy, guesses, pepper, revocations, outbox, random)),
                serve(new People(platform, store, passwords, policy)),
                serve(keys, outbox),
                platform.bus()
                        .serveAwaiting(
                                ProvisionTenant.ADDRESS,
                                new Tenants(platform, store, passwords, policy, pepper, random)::provision)));
    }

    private Future<?> serve(Sessions sessions, ApiKeys apiKeys) {
        var bus = platform.bus();
        return Future.all(List.of(
                bus.serveAwaiting(
                        Authenticate.ADDRESS,
                        question -> question.credential().startsWith(ApiKeySecret.PREFIX)
                                ? apiKeys.authenticate(question.credential())
                                : sessions.authenticate(question.credential())),
                bus.serveAwaiting(RefreshTokens.ADDRESS, sessions::refresh),
                bus.serveAwaiting(LogOut.ADDRESS, sessions::logOut),
                bus.serveAwaiting(CreateApiKey.ADDRESS, apiKeys::create),
                bus.serveAwaiting(FindPersonBehind.ADDRESS, apiKeys::behind),
                bus.serveAwaiting(ListApiKeys.ADDRESS, apiKeys::list),
                bus.serveAwaiting(RevokeApiKey.ADDRESS, apiKeys::revoke)));
    }

    private Future<?> serve(OpenSessions sessions) {
        var bus = platform.bus();
        return Future.all(
                bus.serveAwaiting(ListSessions.ADDRESS, sessions::list),
                bus.serveAwaiting(EndSession.ADDRESS, sessions::end),
                bus.serveAwaiting(EndOtherSessions.ADDRESS, sessions::endOthers));
    }

    private Future<?> serve(Logins logins, MfaLogins mfaLogins) {
        var bus = platform.bus();
        return Future.all(
                bus.serveAwaiting(LogIn.ADDRESS, logins::logIn),
                bus.serveAwaiting(VerifyMfa.ADDRESS, mfaLogins::verify));
    }

    private Future<?> serve(Enrollments enrollments, FactorChanges changes) {
        var bus = platform.bus();
        return Future.all(
                bus.serveAwaiting(DescribeMfa.ADDRESS, enrollments::describe),
                bus.serveAwaiting(EnrollMfa.ADDRESS, enrollments::enroll),
                bus.serveAwaiting(ActivateMfa.ADDRESS, enrollments::activate),
                bus.serveAwaiting(DisableMfa.ADDRESS, changes::disable),
                bus.serveAwaiting(RenewRecoveryCodes.ADDRESS, changes::renew));
    }

    private Future<?> serve(PasswordChanges changes) {
        var bus = platform.bus();
        return Future.all(
                bus.serveAwaiting(ChangePassword.ADDRESS, changes::change),
                bus.serveAwaiting(RequestPasswordReset.ADDRESS, changes::request),
                bus.serveAwaiting(ResetPassword.ADDRESS, changes::reset));
    }

    private Future<?> serve(People people) {
        var bus = platform.bus();
        return Future.all(
                bus.serveAwaiting(Register.ADDRESS, people::register),
                bus.serveAwaiting(ResolveCustomer.ADDRESS, people::resolve),
                bus.serveAwaiting(DescribeUser.ADDRESS, people::describe),
                bus.serveAwaiting(ChangeUser.ADDRESS, people::change));
    }

    private Future<?> serve(TokenKeys keys, Optional<SandboxOutbox> outbox) {
        var bus = platform.bus();
        var published = new ListTokenKeys.Found(keys.published());
        return Future.all(
                bus.serveAwaiting(ListTokenKeys.ADDRESS, _ -> published),
                bus.serveAwaiting(
                        ListOutbox.ADDRESS,
                        question ->
                                outbox.map(sandbox -> sandbox.list(question)).orElseGet(ListOutbox.NoSandbox::new)));
    }

    /// What no answer depends on any more: sessions and tokens a day after their end, failures whose window
    /// or lock is over.
    private void sweep(AuthStore store) {
        var now = Times.now(platform.clock());
        var end = now.minusDays(1);
        store.sessions().forget(end);
        store.challenges().forget(end);
        store.resets().forget(end);
        store.outbox().forget(end);
        store.answered().forget(end);
        store.failures().forget(now);
    }
}
