package finance.flowlet.auth;

import finance.flowlet.contract.auth.Authenticate;
import finance.flowlet.contract.auth.ChangeUser;
import finance.flowlet.contract.auth.CreateApiKey;
import finance.flowlet.contract.auth.DescribeUser;
import finance.flowlet.contract.auth.ListApiKeys;
import finance.flowlet.contract.auth.LogIn;
import finance.flowlet.contract.auth.LogOut;
import finance.flowlet.contract.auth.ProvisionTenant;
import finance.flowlet.contract.auth.RefreshTokens;
import finance.flowlet.contract.auth.Register;
import finance.flowlet.contract.auth.ResolveCustomer;
import finance.flowlet.contract.auth.RevokeApiKey;
import finance.flowlet.platform.Platform;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers who somebody is, on virtual threads, deployed several times.
///
/// Everything it knows is in PostgreSQL, so that any instance may answer, a restart or an empty Redis logs nobody in or
/// out, and a login that cannot be counted is refused.
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
        var store = new AuthStore(new Statements(connections), config.auth().lockout());
        var pepper = new Pepper(config.auth().pepper());
        var random = new SecureRandom();
        var passwords = new Passwords(platform.vertx(), config.auth().password(), pepper, random);
        var policy = new PasswordPolicy(config.auth().password());
        var accessTokens = new AccessTokens(platform.vertx(), config.jwt(), platform.clock());
        var tokens = new SessionTokens(config.jwt(), accessTokens, platform.ids(), random);
        vertx.setPeriodic(SWEEP.toMillis(), _ -> sweep(store));
        return Future.all(
                serve(
                        new Sessions(platform, store, accessTokens, tokens, pepper),
                        new ApiKeys(platform, store, pepper, random)),
                serve(new Logins(platform, store, passwords, tokens, pepper)),
                serve(new People(platform, store, passwords, policy)),
                platform.bus()
                        .serveAwaiting(
                                ProvisionTenant.ADDRESS,
                                new Tenants(platform, store, passwords, policy, pepper, random)::provision));
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
                bus.serveAwaiting(ListApiKeys.ADDRESS, apiKeys::list),
                bus.serveAwaiting(RevokeApiKey.ADDRESS, apiKeys::revoke)));
    }

    private Future<?> serve(Logins logins) {
        return platform.bus().serveAwaiting(LogIn.ADDRESS, logins::logIn);
    }

    private Future<?> serve(People people) {
        var bus = platform.bus();
        return Future.all(
                bus.serveAwaiting(Register.ADDRESS, people::register),
                bus.serveAwaiting(ResolveCustomer.ADDRESS, people::resolve),
                bus.serveAwaiting(DescribeUser.ADDRESS, people::describe),
                bus.serveAwaiting(ChangeUser.ADDRESS, people::change));
    }

    /// What no answer depends on any more: sessions a day after their end, failures whose window or lock is over.
    private void sweep(AuthStore store) {
        var now = Times.now(platform.clock());
        store.sessions().forget(now.minusDays(1));
        store.failures().forget(now);
    }
}
