package finance.flowlet.load;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Looks for the highest rate at which answers stay quick: first what the platform takes at all, then by halving.
final class MaxSearch {
    private static final int SATURATING = 256;
    private static final double SATURATION_SECONDS = 5;

    /// Ends when the rate is known within this part of itself.
    private static final double PRECISION = 0.05;

    /// A step must answer this part of what was asked of it.
    private static final double KEPT_UP = 0.98;

    /// @param held the bound, and dropped and failed nothing
    record Step(double rate, double answered, double p50, double p99, long failed, long dropped, boolean held) {}

    /// @param rate the highest that held, 0 when none did
    /// @param half a stretch at half of it
    record Result(double rate, List<Step> steps, @Nullable Slice half) {}

    private final Measuring measuring;
    private final double boundMillis;
    private final PrintStream out;
    private final List<Step> steps = new ArrayList<>();

    MaxSearch(Measuring measuring, double boundMillis, PrintStream out) {
        this.measuring = measuring;
        this.boundMillis = boundMillis;
        this.out = out;
    }

    /// One stretch at a pace.
    @FunctionalInterface
    interface Measuring {
        Slice measure(Pace pace, double seconds) throws IOException, InterruptedException;
    }

    Result run(double secondsPerStep, boolean poisson) throws IOException, InterruptedException {
        var saturation = measuring
                .measure(new Pace.Closed(SATURATING), SATURATION_SECONDS)
                .perSecond();
        out.printf(Locale.ROOT, "takes %,.0f/s with %d in flight%n", saturation, SATURATING);
        var low = 0.0;
        var high = saturation * 1.05;
        for (var rate = saturation * 0.7; high - low > high * PRECISION && high > 1; rate = (low + high) / 2) {
            var step = step(measuring.measure(new Pace.Open(rate, poisson), secondsPerStep), rate);
            steps.add(step);
            out.printf(
                    Locale.ROOT,
                    "  %,8.0f/s  answered %,8.0f/s  p50 %7.2f ms  p99 %8.2f ms  failed %d  dropped %d  %s%n",
                    rate,
                    step.answered(),
                    step.p50(),
                    step.p99(),
                    step.failed(),
                    step.dropped(),
                    step.held() ? "held" : "not held");
            if (step.held()) {
                low = rate;
            } else {
                high = rate;
            }
        }
        return new Result(
                low, steps, low == 0 ? null : measuring.measure(new Pace.Open(low / 2, poisson), secondsPerStep));
    }

    private Step step(Slice slice, double rate) {
        var p99 = slice.percentile(99);
        var held = slice.isClean() && p99 <= boundMillis && slice.perSecond() >= KEPT_UP * rate;
        return new Step(rate, slice.perSecond(), slice.percentile(50), p99, slice.failed(), slice.dropped(), held);
    }
}
