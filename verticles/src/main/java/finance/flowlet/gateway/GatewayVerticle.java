package finance.flowlet.gateway;

import finance.flowlet.contract.auth.PrincipalRevoked;
import finance.flowlet.platform.Domain;
import finance.flowlet.platform.FlowletConfig;
import finance.flowlet.platform.Platform;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The HTTP edge: routes by the contract, authenticates, limits, validates, and hands what is left to the
/// domains.
///
/// Hot path. Runs on the event loop, so nothing in this package blocks or awaits; deployed once per core.
public final class GatewayVerticle extends VerticleBase {
    /// While a gateway stops, clients on open connections are still told so, instead of finding them cut.
    private static final long FAREWELL_MILLIS = 500;

    private final Platform platform;
    private final FlowletConfig config;
    private final EdgeSettings settings;
    private final Consumer<Operations> routes;
    private @Nullable HttpServer server;
    private @Nullable PublicDoor publicDoor;
    private @Nullable Bridge bridge;
    private @Nullable Redis redis;

    /// Serves what the process's roles say: without that of the gateway only how it is.
    public GatewayVerticle(Platform platform) {
        this(platform, platform.config().runs(Domain.GATEWAY) ? operations -> register(platform, operations) : _ -> {});
    }

    /// A gateway that serves what `routes` registers.
    GatewayVerticle(Platform platform, Consumer<Operations> routes) {
        this.platform = platform;
        this.routes = routes;
        this.config = platform.config();
        this.settings = EdgeSettings.of(config);
    }

    @Override
    public Future<?> start() {
        var contract = ContractReader.read();
        var shared = Shared.of(platform);
        var connections = new Connections(shared.connections(), config.server().maxConnections());
        var client = Redis.createClient(vertx, redisOptions());
        redis = client;
        var redisRates = new RedisRates(client);
        var limits = new RateLimits(config, redisRates, shared.rates(), platform.clock());
        var door = new Door(platform.bus(), shared.principals(), limits);
        var operations = operations(contract);
        var edge = new Edge(
                vertx, contract, operations, door, connections, shared.bodies(), settings, platform.ids(), config);
        connections.watch(vertx);
        publicDoor = new PublicDoor(contract, operations, door, edge.calls(), settings, platform);
        bridge = new Bridge(publicDoor, shared.bridged(), config);
        server = vertx.createHttpServer(Listener.options(config))
                .connectionHandler(connection ->
                        connections.opened(connection, config.server().headTimeoutMillis()))
                .invalidRequestHandler(edge::handleInvalid)
                .requestHandler(handler(edge, bridge, connections));
        return platform.bus()
                .listen(PrincipalRevoked.ADDRESS, revoked -> shared.principals().forget(revoked.id()))
                // Nobody waits for Redis: without it requests are counted here.
                .compose(_ -> redisRates.prepare().otherwiseEmpty())
                .compose(_ -> isGateway() ? openBus() : Future.succeededFuture())
                .compose(_ -> Objects.requireNonNull(server).listen());
    }

    private boolean isGateway() {
        return config.runs(Domain.GATEWAY);
    }

    /// Opens the event bus to clients, where the process serves any.
    private Future<?> openBus() {
        return Objects.requireNonNull(publicDoor)
                .serve(vertx.eventBus())
                .compose(_ -> Objects.requireNonNull(bridge).open(vertx));
    }

    /// Serves the API and, beside it, the event bus for browsers.
    private Handler<HttpServerRequest> handler(Edge edge, Bridge to, Connections connections) {
        if (!config.bridge().sockjs() || !isGateway()) {
            return edge::handle;
        }
        var sockets = new SockBridge(vertx, to, connections, config);
        return request -> {
            if (!sockets.take(request)) {
                edge.handle(request);
            }
        };
    }

    /// What is served.
    Operations operations(Contract contract) {
        var operations = new Operations();
        new SystemRoutes(platform.bus(), contract, settings).register(operations);
        routes.accept(operations);
        return operations;
    }

    /// The routes of the domains.
    private static void register(Platform platform, Operations operations) {
        new WalletRoutes(platform).register(operations);
        new HoldRoutes(platform).register(operations);
        new LimitRoutes(platform).register(operations);
        new MonitorRoutes(platform).register(operations);
        new PaymentRoutes(platform).register(operations);
        new FxRoutes(platform).register(operations);
        new PaymentChangeRoutes(platform).register(operations);
        new RefundRoutes(platform).register(operations);
        new DisputeRoutes(platform).register(operations);
        new PaymentSettingsRoutes(platform).register(operations);
        new AuthRoutes(platform).register(operations);
        new MfaRoutes(platform).register(operations);
        new PasswordRoutes(platform).register(operations);
        new SessionRoutes(platform).register(operations);
        new ApiKeyRoutes(platform).register(operations);
        new LedgerRoutes(platform).register(operations);
        new JournalRoutes(platform).register(operations);
        new PastRoutes(platform).register(operations);
        new PeriodRoutes(platform).register(operations);
        new ChartRoutes(platform).register(operations);
        new ExportRoutes(platform).register(operations);
        new ProofRoutes(platform).register(operations);
        new StatementRoutes(platform).register(operations);
        new BatchRoutes(platform).register(operations);
        new ReconciliationRoutes(platform).register(operations);
        new ScheduleRoutes(platform).register(operations);
        new PaymentRequestRoutes(platform).register(operations);
    }

    private RedisOptions redisOptions() {
        var redis = config.redis();
        var options = new RedisOptions()
                .setConnectionString("redis://" + redis.host() + ":" + redis.port())
                .setMaxPoolSize(redis.poolSize())
                .setMaxPoolWaiting(redis.maxWaiting())
                .setNetClientOptions(new NetClientOptions().setConnectTimeout(redis.timeoutMillis()));
        var password = redis.password();
        return password == null ? options : options.setPassword(password);
    }

    /// The port that is listened on, also when the configuration left it to the system.
    public int port() {
        return Objects.requireNonNull(server, "not started").actualPort();
    }

    /// The port of the TCP bridge, when the configuration opens it.
    public OptionalInt bridgePort() {
        return Objects.requireNonNull(bridge, "not started").port();
    }

    @Override
    public Future<?> stop() {
        settings.stopping().set(true);
        var grace = config.server().shutdownGraceMillis();
        var deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(grace);
        if (publicDoor != null) {
            publicDoor.leave();
        }
        return vertx.timer(Math.min(FAREWELL_MILLIS, grace), TimeUnit.MILLISECONDS)
                .compose(_ -> bridge == null ? Future.succeededFuture() : bridge.close(left(deadline)))
                .compose(_ -> server == null
                        ? Future.succeededFuture()
                        : server.shutdown(left(deadline), TimeUnit.MILLISECONDS))
                .eventually(() -> redis == null ? Future.succeededFuture() : redis.close());
    }

    private static long left(long deadlineNanos) {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime()));
    }
}
