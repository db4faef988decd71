package finance.flowlet.load;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// What one measured stretch of time came to. Latencies in microseconds, from when a request was meant to start.
///
/// @param answered well, within the stretch
/// @param dropped never sent, as no connection came free in time
/// @param lateMicros how much later than intended requests were sent: what the generator itself adds
record Slice(
        Pace pace,
        double seconds,
        long answered,
        long repeated,
        long failed,
        long dropped,
        Map<String, Long> failures,
        Histogram micros,
        Histogram lateMicros,
        Map<Kind, Histogram> byKind,
        List<Meter.Second> series,
        Work work) {

    double perSecond() {
        return answered / seconds;
    }

    /// In milliseconds.
    double percentile(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1e3;
    }

    /// Whether everything was answered and answered well.
    boolean isClean() {
        return failed == 0 && dropped == 0;
    }
}
