package finance.flowlet.wallets;

import finance.flowlet.bus.Fault;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Lets those who want the same thing through one after another, on one event loop. That two decide on the same state
/// is ruled out by the ledger; this only saves them from trying in vain again and again.
final class Turnstile<K> {
    /// Who comes when so many wait for the same thing is sent away: their turn would come too late. When the work of a
    /// whole line fails at once, each lets the next through on one stack, which must bear it.
    static final int MAX_WAITING = 200;

    /// The last in a line, and how many it is.
    private record Line(Future<Void> last, int length) {}

    private final Map<K, Line> lines = new HashMap<>();

    /// Does `work` when everybody who came before for `key` has left.
    <T> Future<T> pass(K key, Supplier<Future<T>> work) {
        var line = lines.getOrDefault(key, new Line(Future.succeededFuture(), 0));
        if (line.length > MAX_WAITING) {
            return Future.failedFuture(new Fault(Code.LEDGER_BUSY));
        }
        var left = Promise.<Void>promise();
        lines.put(key, new Line(left.future(), line.length + 1));
        return line.last.transform(_ -> work.get()).onComplete(_ -> {
            lines.computeIfPresent(key, (_, now) -> now.length == 1 ? null : new Line(now.last, now.length - 1));
            left.complete();
        });
    }
}
