package finance.flowlet.gateway;

import finance.flowlet.platform.Gathering;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Books requests of the same buckets together, in the order in which they came: the busier it gets, the fewer
/// questions a request costs. Runs on one event loop.
final class RateRounds {
    /// Books up to `requests` in all of the buckets, and answers with a quota for each of them.
    @FunctionalInterface
    interface Count {
        Future<List<Quota>> of(List<Bucket> buckets, int requests);
    }

    private static final int MAX_AT_ONCE = 1024;

    private static final class Round {
        private final Gathering<List<Bucket>, Quota> gathering;
        private int requests;

        private Round(Count count) {
            this.gathering = new Gathering<>(MAX_AT_ONCE, asked -> count.of(asked.getFirst(), asked.size()));
        }
    }

    private final Count count;
    private final Map<List<Bucket>, Round> rounds = new HashMap<>();

    RateRounds(Count count) {
        this.count = count;
    }

    Future<Quota> take(List<Bucket> buckets) {
        var round = rounds.computeIfAbsent(buckets, _ -> new Round(count));
        round.requests++;
        return round.gathering.ask(buckets).onComplete(_ -> {
            round.requests--;
            if (round.requests == 0) {
                rounds.remove(buckets);
            }
        });
    }
}
