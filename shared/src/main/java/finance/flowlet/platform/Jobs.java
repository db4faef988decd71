package finance.flowlet.platform;

import io.vertx.core.Future;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work that comes due by itself. A round begins when the one before has ended and the pause is over, so
/// rounds never overlap; one that fails is logged, and the next one is tried as if nothing had been.
public final class Jobs {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

    private Jobs() {}

    /// Runs `round` every `jobs.intervalMillis` for as long as the calling verticle is deployed. Of several
    /// instances in a process only the first runs it; a round must bear that other processes run the same.
    public static void every(Platform platform, String name, Supplier<Future<?>> round) {
        var running = platform.vertx().sharedData().<String, Boolean>getLocalMap("flowlet.jobs");
        if (running.putIfAbsent(name, true) == null) {
            schedule(platform, name, round);
        }
    }

    private static void schedule(Platform platform, String name, Supplier<Future<?>> round) {
        platform.vertx()
                .setTimer(
                        platform.config().jobs().intervalMillis(),
                        _ -> Future.succeededFuture()
                                .compose(_ -> round.get())
                                .onFailure(failure -> LOG.atWarn()
                                        .addKeyValue("job", name)
                                        .addKeyValue("cause", String.valueOf(failure))
                                        .log("a round of a job failed"))
                                .onComplete(_ -> schedule(platform, name, round)));
    }
}
