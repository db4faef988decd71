package finance.flowlet.auth;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import finance.flowlet.bus.Address;
import finance.flowlet.contract.auth.Authenticate;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.auth.LogIn;
import finance.flowlet.contract.auth.Principal;
import finance.flowlet.contract.auth.Principal.Role;
import finance.flowlet.contract.auth.PrincipalRevoked;
import finance.flowlet.contract.auth.ProvisionTenant;
import finance.flowlet.contract.auth.ProvisionTenant.Login;
import finance.flowlet.contract.auth.TokenPair;
import finance.flowlet.id.TenantId;
import finance.flowlet.testing.TestClock;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestPlatform;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Two auth verticles on a database of their own, asked over the bus, with the demo tenant `zoo`.
final class AuthFixture implements AutoCloseable {
    static final String ANN = "ann@example.com";
    static final String BOSS = "boss@example.com";
    static final String PASSWORD = "correct horse battery staple";
    static final String HOME = "192.0.2.1";

    final TestDatabase database;
    final TestClock clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
    final TestPlatform platform;
    final TenantId tenant;
    final String apiKey;
    final Queue<UUID> revoked = new ConcurrentLinkedQueue<>();

    AuthFixture() {
        this(Map.of());
    }

    /// `overrides` are environment variables, as an operator would set them.
    AuthFixture(Map<String, String> overrides) {
        this(TestDatabase.create(), overrides);
    }

    AuthFixture(TestDatabase database, Map<String, String> overrides) {
        this.database = database;
        var environment = new HashMap<>(Map.of("FLOWLET_AUTH_REGISTRATION_TENANT", "zoo"));
        environment.putAll(overrides);
        platform = new TestPlatform(database.config(environment), clock);
        platform.deploy(new AuthVerticle(platform.platform()), ThreadingModel.VIRTUAL_THREAD);
        platform.deploy(new AuthVerticle(platform.platform()), ThreadingModel.VIRTUAL_THREAD);
        TestPlatform.await(platform.platform().bus().listen(PrincipalRevoked.ADDRESS, fact -> revoked.add(fact.id())));
        var provisioned = assertInstanceOf(
                ProvisionTenant.Provisioned.class,
                ask(
                        ProvisionTenant.ADDRESS,
                        new ProvisionTenant(
                                "zoo",
                                List.of(
                                        new Login(BOSS, PASSWORD, Role.ADMIN, null),
                                        new Login(ANN, PASSWORD, Role.CUSTOMER, "customer-1")),
                                "demo")));
        tenant = provisioned.tenant();
        apiKey = Objects.requireNonNull(provisioned.apiKey());
    }

    <Q, R> Future<R> send(Address<Q, R> address, Q question) {
        return platform.platform().bus().request(address, question);
    }

    <Q, R> R ask(Address<Q, R> address, Q question) {
        return TestPlatform.await(send(address, question));
    }

    LogIn.Outcome logIn(String email, String password) {
        return logIn(email, password, HOME);
    }

    LogIn.Outcome logIn(String email, String password, String source) {
        return ask(LogIn.ADDRESS, new LogIn(email, password, source, "req_test"));
    }

    /// Tokens of a login that must succeed.
    TokenPair loggedIn(String email) {
        return assertInstanceOf(LogIn.LoggedIn.class, logIn(email, PASSWORD)).tokens();
    }

    Authenticate.Outcome authenticate(String credential) {
        return ask(Authenticate.ADDRESS, new Authenticate(credential));
    }

    /// The principal of a credential that must be valid.
    Principal principal(String credential) {
        return assertInstanceOf(Authenticate.Authenticated.class, authenticate(credential))
                .principal();
    }

    void assertRefused(String credential) {
        assertInstanceOf(Authenticate.Refused.class, authenticate(credential));
    }

    /// Someone of the tenant who may see everything.
    Caller staff() {
        return new Caller(tenant, null, "staff:test", "req_test");
    }

    @Override
    public void close() {
        platform.close();
    }
}
