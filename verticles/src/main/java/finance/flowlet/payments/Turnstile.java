package finance.flowlet.payments;

import finance.flowlet.bus.Fault;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Lets one at a time change an object, in the order in which they came, so that many who race for one
/// payment do not decide on what the others are just changing. It only saves work: between processes, and
/// should this class be wrong, the ledger's count of changes decides. Whoever has waited too long is sent
/// away.
final class Turnstile implements Shareable {
    private final Map<UUID, Future<?>> last = new ConcurrentHashMap<>();
    private final Clock clock;
    private final int patienceMillis;

    Turnstile(Clock clock, int patienceMillis) {
        this.clock = clock;
        this.patienceMillis = patienceMillis;
    }

    <T> Future<T> pass(Vertx vertx, UUID object, Supplier<Future<T>> work) {
        var context = vertx.getOrCreateContext();
        var deadline = clock.instant().plusMillis(patienceMillis);
        Promise<T> mine = Promise.promise();
        var before = last.put(object, mine.future());
        mine.future().onComplete(_ -> last.remove(object, mine.future()));
        Objects.requireNonNullElseGet(before, Future::succeededFuture)
                .onComplete(_ -> context.runOnContext(_ -> {
                    if (clock.instant().isAfter(deadline)) {
                        mine.fail(new Fault(Code.LEDGER_BUSY));
                    } else {
                        Future.succeededFuture().compose(_ -> work.get()).onComplete(mine);
                    }
                }));
        return mine.future();
    }
}
