package finance.flowlet.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The buckets of this process alone, for while Redis is away: the same rule over fewer requests. Shared by all
/// event loops, hence the lock; nothing waits inside it.
final class LocalRates {
    private static final int MAX_BUCKETS = 100_000;
    private final Clock clock;
    private final Cache<String, Long> bookedUntilMicros =
            Caffeine.newBuilder().maximumSize(MAX_BUCKETS).build();

    LocalRates(Clock clock) {
        this.clock = clock;
    }

    synchronized Quota take(List<Bucket> buckets) {
        var now = TimeUnit.MILLISECONDS.toMicros(clock.millis());
        var quota = Quota.of(
                buckets, buckets.stream().map(bucket -> booked(bucket, now)).toList());
        if (quota.allowed()) {
            quota.left().forEach(left -> bookedUntilMicros.put(left.bucket().key(), now + left.bookedMicros()));
        }
        return quota;
    }

    private long booked(Bucket bucket, long nowMicros) {
        var until = bookedUntilMicros.getIfPresent(bucket.key());
        return until == null ? 0 : Math.max(0, until - nowMicros);
    }
}
