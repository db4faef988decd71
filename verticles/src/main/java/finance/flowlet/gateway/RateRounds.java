package finance.flowlet.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import finance.flowlet.platform.Gathering;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/// Books requests of the same buckets together, in the order in which they came: the busier it gets, the fewer
/// questions a request costs. Who asks often is booked some requests ahead, a lease, and those to come ask nobody. Runs
/// on one event loop.
///
/// A lease is booked before it is used, so no more is used than the limit allows, if up to [#LEASE] later. What is not
/// used by then is lost: never more than its buckets have forgotten by then, nor more than a quarter of
/// what was asked for lately. A bucket that takes longer to forget one request is booked singly, to the last.
final class RateRounds {
    /// Books up to `requests` in all of the buckets, and answers with a quota for each of them.
    @FunctionalInterface
    interface Count {
        Future<List<Quota>> of(List<Bucket> buckets, int requests);
    }

    private static final int MAX_AT_ONCE = 1024;
    private static final Duration LEASE = Duration.ofMillis(100);
    /// Booked ahead is one for so many that were asked for lately.
    private static final int ASKED_PER_LEASED = 4;

    private static final int MAX_ROUNDS = 10_000;
    private final Clock clock;
    private final Count count;
    private final Cache<List<Bucket>, Round> rounds = Caffeine.newBuilder()
            .maximumSize(MAX_ROUNDS)
            .expireAfterAccess(LEASE.multipliedBy(2))
            .executor(Runnable::run)
            .build();

    RateRounds(Clock clock, Count count) {
        this.clock = clock;
        this.count = count;
    }

    Future<Quota> take(List<Bucket> buckets) {
        return rounds.get(buckets, Round::new).take();
    }

    /// The requests of the same buckets.
    private final class Round {
        private final List<Bucket> buckets;
        private final int mostAhead;
        private final Gathering<List<Bucket>, Quota> gathering = new Gathering<>(MAX_AT_ONCE, this::ask);
        private final Queue<Quota> leased = new ArrayDeque<>();
        private long leaseEndsMillis;
        private long countedSinceMillis;
        private int counted;
        private int countedBefore;

        private Round(List<Bucket> buckets) {
            this.buckets = buckets;
            this.mostAhead = (int) buckets.stream()
                    .mapToLong(bucket -> TimeUnit.MILLISECONDS.toMicros(LEASE.toMillis()) / bucket.intervalMicros())
                    .min()
                    .orElse(0);
        }

        private Future<Quota> take() {
            var now = clock.millis();
            count(now);
            if (now >= leaseEndsMillis) {
                leased.clear();
            }
            var lease = leased.poll();
            return lease == null ? gathering.ask(buckets) : Future.succeededFuture(lease);
        }

        private void count(long now) {
            var since = now - countedSinceMillis;
            if (since >= LEASE.toMillis()) {
                countedBefore = since < 2 * LEASE.toMillis() ? counted : 0;
                counted = 0;
                countedSinceMillis = now;
            }
            counted++;
        }

        private Future<List<Quota>> ask(List<List<Bucket>> asked) {
            // What came back while these waited is theirs.
            var answers = new ArrayList<Quota>(asked.size());
            while (answers.size() < asked.size() && !leased.isEmpty()) {
                answers.add(leased.remove());
            }
            var left = asked.size() - answers.size();
            if (left == 0) {
                return Future.succeededFuture(answers);
            }
            return count.of(buckets, left + Math.min(mostAhead, countedBefore / ASKED_PER_LEASED))
                    .map(quotas -> {
                        leaseEndsMillis = clock.millis() + LEASE.toMillis();
                        quotas.stream().skip(left).filter(Quota::allowed).forEach(leased::add);
                        answers.addAll(quotas.subList(0, left));
                        return answers;
                    });
        }
    }
}
