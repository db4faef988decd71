package finance.flowlet.load;

import java.io.PrintStream;
import java.util.Locale;

/// One line per second while it runs.
@FunctionalInterface
interface Progress {
    void second(Meter.Second second);

    static Progress to(PrintStream out) {
        return second -> out.println(String.format(
                Locale.ROOT,
                "%4d s  %,8d/s  p50 %7.2f ms  p99 %8.2f ms  in flight %4d  failed %d%s%s",
                second.second(),
                second.answered(),
                second.p50() / 1e3,
                second.p99() / 1e3,
                second.inFlight(),
                second.failed(),
                second.dropped() > 0 ? "  dropped " + second.dropped() : "",
                second.warmUp() ? "  (warm-up)" : ""));
    }

    static Progress silent() {
        return _ -> {};
    }
}
