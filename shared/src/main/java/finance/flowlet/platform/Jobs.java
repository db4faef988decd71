package finance.flowlet.platform;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.shareddata.LocalMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work that comes due by itself. A round begins when the one before has ended and the pause is over, so
/// rounds never overlap; one that fails is logged, and the next one is tried as if nothing had been.
public final class Jobs {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    /// A database that does not answer gives them back by itself, in time.
    private static final long RELEASE_MILLIS = 1000;

    private Jobs() {}

    /// Runs `round` every `jobs.intervalMillis` for as long as the calling verticle is deployed. Of several
    /// instances in a process only the first runs it; a round must bear that other processes run the same at
    /// the same time.
    public static void every(Platform platform, String name, Supplier<Future<?>> round) {
        if (running(platform).putIfAbsent(name, true) == null) {
            schedule(platform, name, round);
        }
    }

    /// The same for work that one process is enough for: only whoever has the lease runs it. That saves work, and
    /// nothing else may depend on it.
    public static void once(Platform platform, String name, Supplier<Future<?>> round) {
        var leases = leases(platform).computeIfAbsent("leases", _ -> new JobLeases(platform));
        leases.want(name);
        every(platform, name, () -> {
            // The answer comes on a context of the pool's; a round runs on that of its verticle.
            var answer = Promise.<Boolean>promise();
            var context = platform.vertx().getOrCreateContext();
            leases.isOurs(name)
                    .onComplete((ours, failure) -> context.runOnContext(_ -> answer.complete(ours, failure)));
            return answer.future().compose(ours -> ours ? round.get() : Future.succeededFuture());
        });
    }

    /// Leaves the work that one process is enough for to the others.
    public static Future<Void> release(Platform platform) {
        var leases = leases(platform).get("leases");
        return leases == null
                ? Future.succeededFuture()
                : leases.release()
                        .timeout(RELEASE_MILLIS, TimeUnit.MILLISECONDS)
                        .otherwiseEmpty();
    }

    private static LocalMap<String, Boolean> running(Platform platform) {
        return platform.vertx().sharedData().getLocalMap("flowlet.jobs");
    }

    private static LocalMap<String, JobLeases> leases(Platform platform) {
        return platform.vertx().sharedData().getLocalMap("flowlet.job-leases");
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
