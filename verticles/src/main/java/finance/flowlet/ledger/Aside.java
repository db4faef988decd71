package finance.flowlet.ledger;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.concurrent.Callable;

/// Hashing away from the event loop.
final class Aside {
    private Aside() {}

    /// Runs `work` on a worker thread; without an event loop to protect, here and now.
    static <T> Future<T> run(Callable<T> work) {
        var context = Vertx.currentContext();
        if (context != null) {
            return context.executeBlocking(work).map(done -> Objects.requireNonNull(done));
        }
        var done = Promise.<T>promise();
        try {
            done.complete(work.call());
        } catch (Exception failure) {
            done.fail(failure);
        }
        return done.future();
    }
}
