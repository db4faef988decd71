package finance.flowlet.wallets;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Lets those who want the same thing through one after another, on one event loop. That two decide on the same state
/// is ruled out by the ledger; this only saves them from trying in vain again and again.
final class Turnstile<K> {
    private final Map<K, Future<?>> last = new HashMap<>();

    /// Does `work` when everybody who came before for `key` has left.
    <T> Future<T> pass(K key, Supplier<Future<T>> work) {
        var before = last.getOrDefault(key, Future.succeededFuture());
        var left = Promise.<Void>promise();
        var mine = left.future();
        last.put(key, mine);
        return before.transform(_ -> work.get()).onComplete(_ -> {
            last.remove(key, mine);
            left.complete();
        });
    }
}
