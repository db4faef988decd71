package finance.flowlet.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Books requests of the same buckets together: those that come while an answer is on its way are counted by the
/// next question, in their order. The busier it gets, the fewer questions a request costs; none waits for a timer, and
/// none is counted before it came. Runs on one event loop.
final class RateRounds {
    /// Books up to `requests` in all of the buckets, and answers with a quota for each of them.
    @FunctionalInterface
    interface Count {
        Future<List<Quota>> of(List<Bucket> buckets, int requests);
    }

    private final Count count;
    /// The requests that wait for the next round of the same buckets; there is a list while a round is on its way.
    private final Map<List<Bucket>, List<Promise<Quota>>> waiting = new HashMap<>();

    RateRounds(Count count) {
        this.count = count;
    }

    Future<Quota> take(List<Bucket> buckets) {
        var promise = Promise.<Quota>promise();
        var round = waiting.get(buckets);
        if (round != null) {
            round.add(promise);
        } else {
            ask(buckets, List.of(promise));
        }
        return promise.future();
    }

    private void ask(List<Bucket> buckets, List<Promise<Quota>> round) {
        waiting.put(buckets, new ArrayList<>());
        count.of(buckets, round.size()).onComplete(answer -> {
            var next = waiting.remove(buckets);
            if (next != null && !next.isEmpty()) {
                ask(buckets, next);
            }
            for (var i = 0; i < round.size(); i++) {
                if (answer.succeeded()) {
                    round.get(i).complete(answer.result().get(i));
                } else {
                    round.get(i).fail(answer.cause());
                }
            }
        });
    }
}
