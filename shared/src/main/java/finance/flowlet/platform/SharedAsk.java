package finance.flowlet.platform;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Asks a question once when many want its answer at the same moment: what a cache forgets is missed by everybody
/// at once. Runs on one event loop.
public final class SharedAsk<K, V> {
    private record Asked<V>(long age, Future<V> answer) {}

    private final Map<K, Asked<V>> underWay = new HashMap<>();

    /// The answer to `key`. An answer that is under way is shared by those of the same `age` only: whoever asks after
    /// something was revoked or changed raises the age, and must not hear what was read before.
    public Future<V> ask(K key, long age, Supplier<Future<V>> question) {
        var asked = underWay.get(key);
        if (asked != null && asked.age == age) {
            return asked.answer;
        }
        var fresh = new Asked<>(age, question.get());
        underWay.put(key, fresh);
        return fresh.answer.onComplete(_ -> underWay.remove(key, fresh));
    }
}
