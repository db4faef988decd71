package finance.flowlet.testing;

import finance.flowlet.auth.AuthVerticle;
import finance.flowlet.contract.auth.LogIn;
import finance.flowlet.contract.auth.Principal.Role;
import finance.flowlet.contract.auth.ProvisionTenant;
import finance.flowlet.contract.auth.ProvisionTenant.Login;
import finance.flowlet.gateway.GatewayVerticle;
import finance.flowlet.ledger.LedgerVerticle;
import finance.flowlet.payments.PaymentsVerticle;
import finance.flowlet.wallets.WalletsVerticle;
import io.vertx.core.ThreadingModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// The whole platform on real servers, reached over HTTP: for journeys through it as customers make them.
public final class World implements AutoCloseable {
    private static final String PASSWORD = "correct horse battery staple";
    public final TestDatabase database = TestDatabase.create();
    private final TestPlatform platform;
    private final String baseUrl;

    public World() {
        this(Map.of());
    }

    /// `overrides` are environment variables, as an operator would set them.
    public World(Map<String, String> overrides) {
        var environment = new HashMap<>(overrides);
        var port = freePort();
        environment.put("PORT", Integer.toString(port));
        platform = new TestPlatform(database.config(environment), Clock.systemUTC());
        baseUrl = "http://127.0.0.1:" + port;
        var given = platform.platform();
        platform.deploy(new LedgerVerticle(given), ThreadingModel.EVENT_LOOP);
        platform.deploy(new AuthVerticle(given), ThreadingModel.VIRTUAL_THREAD);
        platform.deploy(new WalletsVerticle(given), ThreadingModel.EVENT_LOOP);
        platform.deploy(new PaymentsVerticle(given), ThreadingModel.EVENT_LOOP);
        platform.deploy(new GatewayVerticle(given), ThreadingModel.EVENT_LOOP);
    }

    /// A new business with an API key, and a login `{name}@{business}.example` for each customer, whose id at the
    /// business is the same name.
    public Api business(String name, String... customers) {
        var logins = Stream.of(customers)
                .map(customer -> new Login(email(customer, name), PASSWORD, Role.CUSTOMER, customer))
                .toList();
        var question = new ProvisionTenant(name, logins, "server");
        var outcome = TestPlatform.await(platform.platform().bus().request(ProvisionTenant.ADDRESS, question));
        return switch (outcome) {
            case ProvisionTenant.Provisioned(var _, var apiKey) -> new Api(baseUrl, Objects.requireNonNull(apiKey));
            case ProvisionTenant.Exists _ -> throw new IllegalArgumentException(name);
        };
    }

    /// A customer of a business, logged in.
    public Api customer(String name, String business) {
        var question = new LogIn(email(name, business), PASSWORD, "127.0.0.1", "req_test");
        var outcome = TestPlatform.await(platform.platform().bus().request(LogIn.ADDRESS, question));
        return switch (outcome) {
            case LogIn.LoggedIn(var tokens) -> new Api(baseUrl, tokens.accessToken());
            case LogIn.InvalidCredentials _, LogIn.Locked _ -> throw new IllegalArgumentException(name);
        };
    }

    /// How many rows there are of everything that a refused request must leave as it was.
    public List<String> rows() {
        return Stream.of(
                        "ledger.account",
                        "ledger.entry",
                        "ledger.posting",
                        "ledger.guard",
                        "wallets.wallet",
                        "wallets.transfer",
                        "payments.payment")
                .map(table -> table + " " + database.number("select count(*) from " + table))
                .toList();
    }

    @Override
    public void close() {
        platform.close();
    }

    private static String email(String customer, String business) {
        return customer + "@" + business + ".example";
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
