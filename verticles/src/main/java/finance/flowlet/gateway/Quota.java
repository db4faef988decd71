package finance.flowlet.gateway;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// What the limits said to one request, and what they have left after it. A request that any of them refuses is
/// booked in none.
record Quota(boolean allowed, List<Left> left) {
    /// What one bucket has left: `bookedMicros` ahead of now.
    record Left(Bucket bucket, long bookedMicros) {}

    Quota {
        left = List.copyOf(left);
    }

    /// The decision over what was booked in each bucket before the request.
    static Quota of(List<Bucket> buckets, List<Long> bookedMicros) {
        var allowed =
                IntStream.range(0, buckets.size()).allMatch(i -> buckets.get(i).fits(bookedMicros.get(i)));
        return after(buckets, bookedMicros, 0, allowed);
    }

    /// The decision over one of several requests that were booked together: `before` of them came first.
    static Quota after(List<Bucket> buckets, List<Long> bookedMicros, long before, boolean allowed) {
        return new Quota(
                allowed,
                IntStream.range(0, buckets.size())
                        .mapToObj(i -> {
                            var bucket = buckets.get(i);
                            return left(bucket, bookedMicros.get(i) + before * bucket.intervalMicros(), allowed);
                        })
                        .toList());
    }

    private static Left left(Bucket bucket, long bookedMicros, boolean allowed) {
        return new Left(bucket, allowed ? bookedMicros + bucket.intervalMicros() : bookedMicros);
    }

    /// Both together: what a request that passed two checks has left.
    Quota and(Quota other) {
        var all = new ArrayList<>(left);
        all.addAll(other.left);
        return new Quota(allowed && other.allowed, all);
    }

    /// The seconds after which the request would pass.
    long retryAfterSeconds() {
        return left.stream()
                .mapToLong(each -> seconds(each.bucket.waitMicros(each.bookedMicros)))
                .max()
                .orElse(1);
    }

    /// The field `RateLimit-Policy` of draft-ietf-httpapi-ratelimit-headers-11.
    String policyField() {
        var field = new StringJoiner(", ");
        for (var each : left) {
            var rate = each.bucket.rate();
            field.add("\"" + each.bucket.name() + "\";q=" + rate.requests() + ";w=" + rate.windowSeconds());
        }
        return field.toString();
    }

    /// The field `RateLimit`: the lowest remainder first, `t` until the bucket is whole again.
    String field() {
        var sorted = new ArrayList<>(left);
        sorted.sort(Comparator.comparingLong(each -> each.bucket.remaining(each.bookedMicros)));
        var field = new StringJoiner(", ");
        for (var each : sorted) {
            field.add("\"" + each.bucket.name() + "\";r=" + each.bucket.remaining(each.bookedMicros) + ";t="
                    + seconds(each.bookedMicros));
        }
        return field.toString();
    }

    private static long seconds(long micros) {
        return Math.ceilDiv(micros, TimeUnit.SECONDS.toMicros(1));
    }
}
