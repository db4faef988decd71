package finance.flowlet.testing;

import finance.flowlet.bus.Bus;
import finance.flowlet.id.IdSource;
import finance.flowlet.platform.Databases;
import finance.flowlet.platform.FlowletConfig;
import finance.flowlet.platform.Platform;
import finance.flowlet.platform.SigningKey;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A platform of its own for one test class: deploy what is under test and ask it over the bus.
public final class TestPlatform implements AutoCloseable {
    private final Platform platform;

    public TestPlatform(FlowletConfig config, Clock clock) {
        var vertx = Vertx.vertx();
        this.platform = new Platform(
                vertx,
                new Bus(vertx, config.services().timeoutMillis()),
                new Databases(vertx, config.database()),
                clock,
                new IdSource(clock, new SecureRandom()),
                SigningKey.of(config, new SecureRandom()),
                config);
    }

    public Platform platform() {
        return platform;
    }

    public void deploy(Deployable verticle, ThreadingModel model) {
        await(platform.vertx().deployVerticle(verticle, new DeploymentOptions().setThreadingModel(model)));
    }

    /// Waits for what must not take longer than half a minute.
    public static <T extends @Nullable Object> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException | TimeoutException late) {
            throw new IllegalStateException(late);
        }
    }

    @Override
    public void close() {
        await(platform.vertx().close());
    }
}
