package finance.flowlet.load;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Counts one slice of a run. Requests that were meant to start in the warm-up are left out.
final class Meter {
    private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(2);
    private static final int DIGITS = 3;

    /// One second of the run; latencies in microseconds, of what was answered in that second.
    record Second(
            int second, boolean warmUp, long answered, long p50, long p99, int inFlight, long failed, long dropped) {}

    private final long startsAt;
    private final long endsAt;
    private final Histogram micros = new Histogram(MAX_MICROS, DIGITS);
    private final Histogram lateMicros = new Histogram(MAX_MICROS, DIGITS);
    private final Histogram secondMicros = new Histogram(MAX_MICROS, DIGITS);
    private final Map<Kind, Histogram> byKind = new EnumMap<>(Kind.class);
    private final Map<String, Long> failures = new TreeMap<>();
    private final List<Second> seconds = new ArrayList<>();
    private long answeredInTime;
    private long repeated;
    private long dropped;
    private long failed;
    private long failedInSecond;
    private long droppedInSecond;

    /// @param startsAt the end of the warm-up, as [System#nanoTime] tells it
    Meter(long startsAt, long endsAt) {
        this.startsAt = startsAt;
        this.endsAt = endsAt;
    }

    void answered(Exchange exchange, long now) {
        var latency = clamp(now - exchange.intendedNanos);
        secondMicros.recordValue(latency);
        if (now >= startsAt && now < endsAt) {
            answeredInTime++;
        }
        if (isMeasured(exchange.intendedNanos)) {
            micros.recordValue(latency);
            byKind.computeIfAbsent(exchange.kind, _ -> new Histogram(MAX_MICROS, DIGITS))
                    .recordValue(latency);
        }
    }

    void sent(Exchange exchange) {
        if (isMeasured(exchange.intendedNanos)) {
            lateMicros.recordValue(clamp(exchange.sentNanos - exchange.intendedNanos));
        }
    }

    void repeated() {
        repeated++;
    }

    /// Failures count in the warm-up as well: there is no excuse for them.
    void failed(String code) {
        failed++;
        failedInSecond++;
        failures.merge(code, 1L, Long::sum);
    }

    void dropped() {
        dropped++;
        droppedInSecond++;
    }

    Second second(long now, int inFlight) {
        var second = new Second(
                seconds.size() + 1,
                now <= startsAt,
                secondMicros.getTotalCount(),
                secondMicros.getValueAtPercentile(50),
                secondMicros.getValueAtPercentile(99),
                inFlight,
                failedInSecond,
                droppedInSecond);
        seconds.add(second);
        secondMicros.reset();
        failedInSecond = 0;
        droppedInSecond = 0;
        return second;
    }

    Slice slice(Pace pace, Work work) {
        return new Slice(
                pace,
                (endsAt - startsAt) / 1e9,
                answeredInTime,
                repeated,
                failed,
                dropped,
                failures,
                micros,
                lateMicros,
                byKind,
                seconds,
                work);
    }

    private boolean isMeasured(long intendedNanos) {
        return intendedNanos >= startsAt && intendedNanos < endsAt;
    }

    private static long clamp(long nanos) {
        return Math.clamp(TimeUnit.NANOSECONDS.toMicros(nanos), 0, MAX_MICROS);
    }
}
