package finance.flowlet.ledger;

import finance.flowlet.bus.Bus;
import finance.flowlet.bus.Fault;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.WriterLives;
import finance.flowlet.platform.FlowletConfig;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which writer a command goes to. The own one, unless an account is hot: then all processes send its
/// commands to the same writer, so that theirs do not wait for each other's locks. That is for speed only; row
/// locks decide, whoever writes. A writer that does not answer in time costs that time once: the command goes
/// to the own one, under the same key.
///
/// Alone, it asks one question of a field and nothing else. Belongs to one event loop.
final class WriterRouting {
    private static final Logger LOG = LoggerFactory.getLogger(WriterRouting.class);
    private static final long ANNOUNCE_MILLIS = 500;
    private static final long SILENCE_MILLIS = 4 * ANNOUNCE_MILLIS;
    /// Whether it took effect is not known, or it certainly did not.
    private static final Set<Code> MAY_BE_AWAY = Set.of(Code.OUTCOME_UNKNOWN, Code.UNAVAILABLE);

    private final Vertx vertx;
    private final Bus bus;
    private final FlowletConfig.Cluster config;
    private final Function<Post, Future<Post.Outcome>> own;
    private final UUID name;
    private final LiveWriters writers;
    private final HotAccounts hot;

    WriterRouting(Platform platform, Function<Post, Future<Post.Outcome>> own) {
        this.vertx = platform.vertx();
        this.bus = platform.bus();
        this.config = platform.config().cluster();
        this.own = own;
        this.name = platform.ids().next();
        this.writers = new LiveWriters(name, TimeUnit.MILLISECONDS.toNanos(SILENCE_MILLIS));
        this.hot = new HotAccounts(config.hotPerSecond());
    }

    /// Serves commands, those from anybody and those that were sent to this writer by its name.
    Future<?> serve() {
        var served = bus.serve(Post.ADDRESS, this::post);
        if (!vertx.isClustered() || config.hotPerSecond() == 0) {
            return served;
        }
        return served.compose(_ -> bus.serve(Post.ADDRESS, name.toString(), own))
                .compose(
                        _ -> bus.listen(WriterLives.ADDRESS, lives -> writers.heard(lives.writer(), System.nanoTime())))
                .onSuccess(_ -> {
                    announce();
                    vertx.setPeriodic(ANNOUNCE_MILLIS, _ -> announce());
                });
    }

    private void announce() {
        bus.publish(WriterLives.ADDRESS, new WriterLives(name));
        writers.sweep(System.nanoTime());
    }

    private Future<Post.Outcome> post(Post command) {
        if (writers.alone()) {
            return own.apply(command);
        }
        var account = hot.hottest(command, System.nanoTime());
        var chosen = account == null ? null : writers.of(account);
        return chosen == null ? own.apply(command) : send(command, chosen);
    }

    private Future<Post.Outcome> send(Post command, UUID writer) {
        return bus.request(Post.ADDRESS, writer.toString(), command, config.writerMillis())
                .recover(failure -> {
                    if (!(failure instanceof Fault fault) || !MAY_BE_AWAY.contains(fault.code())) {
                        return Future.failedFuture(failure);
                    }
                    if (writers.lost(writer)) {
                        LOG.atWarn()
                                .addKeyValue("writer", writer)
                                .log("a writer does not answer; its commands stay here");
                    }
                    return own.apply(command);
                });
    }
}
