package finance.flowlet.gateway;

import finance.flowlet.contract.auth.Authenticate;
import finance.flowlet.contract.auth.Principal;
import finance.flowlet.contract.auth.Principal.Kind;
import finance.flowlet.contract.auth.Principal.Role;
import finance.flowlet.contract.ledger.ReadAccounts;
import finance.flowlet.id.SessionId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.money.Amount;
import finance.flowlet.platform.FlowletConfig;
import finance.flowlet.platform.Platform;
import finance.flowlet.testing.Servers;
import finance.flowlet.testing.TestPlatform;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The real gateway on a free port, with stand-ins for the domains behind it: every operation of the
/// contract answers with what the edge made of the request.
final class GatewayFixture implements AutoCloseable {
    static final TenantId TENANT = new TenantId(new UUID(1, 1));
    private final TestPlatform platform;
    private final GatewayVerticle gateway;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();

    /// Credentials that are valid; each names who it is.
    final Map<String, Principal> principals = new ConcurrentHashMap<>();

    /// How often the auth domain was asked.
    final AtomicInteger asked = new AtomicInteger();

    /// What reached an operation.
    final List<Call> calls = new CopyOnWriteArrayList<>();

    /// How operations answer; by default with the fingerprint of what arrived.
    volatile Function<Call, Future<Answer>> behaviour =
            call -> Future.succeededFuture(new Answer.Json(200, Map.of("operation", call.operation())));

    GatewayFixture(Map<String, String> overrides) {
        var config = config(overrides);
        platform = new TestPlatform(config, Clock.systemUTC());
        var bus = platform.platform().bus();
        TestPlatform.await(bus.serve(Authenticate.ADDRESS, this::authenticate));
        TestPlatform.await(
                bus.serve(ReadAccounts.ADDRESS, _ -> Future.succeededFuture(new ReadAccounts.Accounts(List.of()))));
        gateway = new GatewayVerticle(platform.platform(), this::register);
        platform.deploy(gateway, ThreadingModel.EVENT_LOOP);
        port = gateway.port();
        for (var role : Role.values()) {
            principals.put(role.name().toLowerCase(Locale.ROOT), person(role));
        }
        principals.put(
                "sk_all",
                key(
                        false,
                        "wallets:read",
                        "wallets:write",
                        "payments:read",
                        "payments:write",
                        "ledger:read",
                        "keys:read",
                        "keys:write"));
        principals.put("sk_none", key(false));
        principals.put("sk_strict", key(true, "payments:write", "wallets:write"));
    }

    static FlowletConfig config(Map<String, String> overrides) {
        var environment = new HashMap<String, String>();
        environment.put("FLOWLET_PROFILE", "sandbox");
        environment.put("HOST", "127.0.0.1");
        environment.put("PORT", "0");
        environment.put("DB_SSL_MODE", "disable");
        environment.put("REDIS_HOST", Servers.sharedRedis().host());
        environment.put("REDIS_PORT", Integer.toString(Servers.sharedRedis().port()));
        environment.put("JWT_SECRET", "a secret of at least thirty-two bytes, for tests");
        environment.put("AUTH_PEPPER", "a pepper of at least thirty-two bytes, for tests");
        for (var rate : List.of("GLOBAL", "PER_USER", "PER_IP")) {
            environment.put("FLOWLET_RATE_LIMIT_" + rate + "_REQUESTS", "1000000");
            environment.put("FLOWLET_RATE_LIMIT_" + rate + "_WINDOW_SECONDS", "1");
        }
        environment.putAll(overrides);
        return FlowletConfig.load(List.of(), environment);
    }

    static Principal person(Role role) {
        var kind = role == Role.CUSTOMER ? Kind.CUSTOMER : Kind.STAFF;
        var subject = new UUID(2, role.name().hashCode());
        return new Principal(
                TENANT,
                kind,
                subject,
                new UserId(subject),
                new SessionId(new UUID(3, role.name().hashCode())),
                Set.of(role),
                Set.of(),
                false,
                false);
    }

    static Principal key(boolean requiresIdempotency, String... scopes) {
        return new Principal(
                TENANT,
                Kind.API_KEY,
                UUID.nameUUIDFromBytes(String.join(" ", scopes).getBytes(StandardCharsets.UTF_8)),
                null,
                null,
                Set.of(),
                Set.of(scopes),
                requiresIdempotency,
                false);
    }

    Platform platform() {
        return platform.platform();
    }

    GatewayVerticle gateway() {
        return gateway;
    }

    int port() {
        return port;
    }

    /// Stops the gateway, as the platform does before it ends.
    Future<?> undeploy() {
        var vertx = platform.platform().vertx();
        return vertx.undeploy(vertx.deploymentIDs().iterator().next());
    }

    /// A request with a JSON body, or without one when `body` is null.
    HttpResponse<String> send(
            String method, String path, @Nullable String credential, @Nullable String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (credential != null) {
            request.header("Authorization", "Bearer " + credential);
        }
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    HttpResponse<String> get(String path, @Nullable String credential, String... headers) {
        return send("GET", path, credential, null, headers);
    }

    private Future<Authenticate.Outcome> authenticate(Authenticate question) {
        asked.incrementAndGet();
        var principal = principals.get(question.credential());
        return Future.succeededFuture(
                principal == null
                        ? new Authenticate.Refused()
                        : new Authenticate.Authenticated(principal, Long.MAX_VALUE));
    }

    private void register(Operations operations) {
        var bodies = Map.of(
                "register", Credentials.class,
                "login", Credentials.class,
                "refreshTokens", Refresh.class,
                "createApiKey", NewApiKey.class,
                "createWallet", NewWallet.class,
                "createDeposit", NewTransfer.class,
                "createWithdrawal", NewTransfer.class,
                "createPayment", NewPayment.class);
        var contract = ContractReader.read();
        var served =
                new GatewayVerticle(platform.platform()).operations(contract).byId();
        for (var operation : contract.operations()) {
            // The bodies that no test of the edge looks into are read as the program reads them.
            var body = bodies.getOrDefault(
                    operation.id(),
                    Objects.requireNonNull(served.get(operation.id())).body());
            if (operations.byId().containsKey(operation.id())) {
                continue;
            }
            if (operation.body() == null) {
                operations.on(operation.id(), this::answer);
            } else {
                operations.on(operation.id(), body == null ? Unread.class : body, this::answer);
            }
        }
    }

    private Future<Answer> answer(Call call) {
        calls.add(call);
        return behaviour.apply(call);
    }

    /// The body of an operation that no test here sends one to.
    record Unread() {}

    record Credentials(String email, String password) {}

    record Refresh(String refreshToken) {}

    record NewApiKey(
            String name, List<String> scopes, @Nullable String expiresAt) {}

    record NewWallet(
            @Nullable String id,
            String userId,
            String currency,
            String type,
            @Nullable Map<String, String> metadata) {}

    record NewTransfer(
            Amount amount,
            String currency,
            @Nullable String rail,
            @Nullable String description) {}

    record NewPayment(
            @Nullable String id,
            String fromWalletId,
            String toWalletId,
            Amount amount,
            String currency,
            @Nullable String description,
            @Nullable String externalReference,
            @Nullable Map<String, String> metadata) {}

    @Override
    public void close() {
        client.close();
        platform.close();
    }
}
