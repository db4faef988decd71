package finance.flowlet;

import finance.flowlet.auth.AuthVerticle;
import finance.flowlet.bus.Bus;
import finance.flowlet.fx.FxVerticle;
import finance.flowlet.gateway.GatewayVerticle;
import finance.flowlet.id.IdSource;
import finance.flowlet.initiation.InitiationVerticle;
import finance.flowlet.ledger.LedgerVerticle;
import finance.flowlet.ledger.ProofVerticle;
import finance.flowlet.payments.PaymentsVerticle;
import finance.flowlet.platform.Databases;
import finance.flowlet.platform.Domain;
import finance.flowlet.platform.FlowletConfig;
import finance.flowlet.platform.Jobs;
import finance.flowlet.platform.Platform;
import finance.flowlet.platform.SigningKey;
import finance.flowlet.reconciliation.ReconciliationVerticle;
import finance.flowlet.statements.StatementsVerticle;
import finance.flowlet.wallets.WalletsVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running program: migrated, every domain deployed, listening. This class is its table of contents.
public final class Flowlet implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Flowlet.class);
    private static final long START_SECONDS = 60;
    private static final long GOODBYE_SECONDS = 5;
    private static final ThreadingModel EVENT_LOOP = ThreadingModel.EVENT_LOOP;
    private static final ThreadingModel VIRTUAL_THREADS = ThreadingModel.VIRTUAL_THREAD;
    private final Platform platform;
    private final GatewayVerticle gateway;
    private boolean closed;

    private Flowlet(Platform platform, GatewayVerticle gateway) {
        this.platform = platform;
        this.gateway = gateway;
    }

    /// Starts everything and returns when requests are served. `step` hears each thing as it is done.
    public static Flowlet start(FlowletConfig config, Clock clock, Consumer<String> step) {
        Migrations.run(config.database());
        step.accept("database migrated");
        var cluster = config.cluster();
        var vertx = await(Cluster.vertx(cluster));
        if (cluster.enabled()) {
            step.accept("cluster " + cluster.name() + " joined");
        }
        try {
            var platform = new Platform(
                    vertx,
                    new Bus(vertx, config.services().timeoutMillis(), cluster.firstTryMillis()),
                    new Databases(vertx, config.database()),
                    clock,
                    new IdSource(clock, new SecureRandom()),
                    SigningKey.of(config, new SecureRandom()),
                    config);
            var gateway = new GatewayVerticle(platform);
            deploy(platform, gateway, step);
            return new Flowlet(platform, gateway);
        } catch (RuntimeException failure) {
            await(vertx.close());
            throw failure;
        }
    }

    private static void deploy(Platform platform, GatewayVerticle gateway, Consumer<String> step) {
        for (var domain : Domain.values()) {
            if (platform.config().runs(domain)) {
                deploy(platform, domain);
                if (domain == Domain.LEDGER) {
                    step.accept("ledger deployed");
                }
            }
        }
        step.accept(
                platform.config().roles().isEmpty()
                        ? "domains deployed"
                        : String.join(", ", platform.config().roles()) + " deployed");
        deploy(platform, () -> gateway, 1, EVENT_LOOP);
        step.accept("gateway listening on port " + gateway.port());
    }

    private static void deploy(Platform platform, Domain domain) {
        var cores = Math.max(1, Runtime.getRuntime().availableProcessors());
        switch (domain) {
            case LEDGER -> {
                var writers = platform.config().ledger().writers();
                deploy(platform, () -> new LedgerVerticle(platform), writers, EVENT_LOOP);
                deploy(platform, () -> new ProofVerticle(platform), 1, EVENT_LOOP);
            }
            case AUTH -> deploy(platform, () -> new AuthVerticle(platform), cores, VIRTUAL_THREADS);
            case WALLETS -> deploy(platform, () -> new WalletsVerticle(platform), cores, EVENT_LOOP);
            case PAYMENTS -> deploy(platform, () -> new PaymentsVerticle(platform), cores, EVENT_LOOP);
            case FX -> deploy(platform, () -> new FxVerticle(platform), cores, EVENT_LOOP);
            case INITIATION -> deploy(platform, () -> new InitiationVerticle(platform), 1, VIRTUAL_THREADS);
            case STATEMENTS -> deploy(platform, () -> new StatementsVerticle(platform), 1, VIRTUAL_THREADS);
            case RECONCILIATION -> deploy(platform, () -> new ReconciliationVerticle(platform), 1, VIRTUAL_THREADS);
            // The one that listens is handed in, because it says on which port: it comes last.
            case GATEWAY -> {}
        }
    }

    /// One deployment per instance: with `setInstances` all virtual-thread instances would share one event
    /// loop.
    private static void deploy(Platform platform, Supplier<Deployable> verticle, int instances, ThreadingModel model) {
        for (var i = 0; i < instances; i++) {
            await(platform.vertx().deployVerticle(verticle.get(), new DeploymentOptions().setThreadingModel(model)));
        }
    }

    /// The port that HTTP listens on, also when the configuration left it to the system.
    public int port() {
        return gateway.port();
    }

    /// The port of the TCP bridge to the event bus, when the configuration opens it.
    public OptionalInt bridgePort() {
        return gateway.bridgePort();
    }

    /// The event bus, for commands that are not reachable over HTTP.
    public Bus bus() {
        return platform.bus();
    }

    /// The Vert.x instance everything runs on.
    public Vertx vertx() {
        return platform.vertx();
    }

    /// Stops in order: no new requests, those in flight finish, then the domains and their connections.
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            var grace = platform.config().server().shutdownGraceMillis();
            try {
                await(platform.vertx().undeploy(gateway.deploymentID()), grace + TimeUnit.SECONDS.toMillis(5));
            } finally {
                // First the one and then the other: a future of an event loop that has ended would never complete.
                await(Jobs.release(platform));
                closeConnections();
            }
        }
    }

    /// What is still open to a server that does not answer is left to the end of the process: it would never say
    /// good-bye, and nothing that was acknowledged depends on it.
    private void closeConnections() {
        try {
            await(platform.vertx().close(), TimeUnit.SECONDS.toMillis(GOODBYE_SECONDS));
        } catch (IllegalStateException silent) {
            LOG.atWarn().addKeyValue("cause", silent.getMessage()).log("stopped without waiting for every connection");
        }
    }

    private static <T> T await(Future<T> future) {
        return await(future, TimeUnit.SECONDS.toMillis(START_SECONDS));
    }

    private static <T> T await(Future<T> future, long millis) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("cannot start: " + failed.getCause(), failed.getCause());
        } catch (TimeoutException late) {
            throw new IllegalStateException("not done within " + millis + " ms", late);
        }
    }
}
