package finance.flowlet.reconciliation;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/// Lets so many work at once; the others wait in turn, and have loaded nothing yet. For virtual threads of
/// Vert.x, whose other work goes on while one waits.
final class Slots {
    private final Queue<Promise<Void>> waiting = new ArrayDeque<>();
    private int free;

    Slots(int count) {
        free = count;
    }

    <T> T within(Supplier<T> work) {
        enter().await();
        try {
            return work.get();
        } finally {
            leave();
        }
    }

    private synchronized Future<Void> enter() {
        if (free > 0) {
            free--;
            return Future.succeededFuture();
        }
        Promise<Void> turn = Promise.promise();
        waiting.add(turn);
        return turn.future();
    }

    private synchronized void leave() {
        var next = waiting.poll();
        if (next == null) {
            free++;
        } else {
            next.complete();
        }
    }
}
