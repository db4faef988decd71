package finance.flowlet.load;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/// A result for a terminal.
final class TextReport {
    private TextReport() {}

    static String opening(Session.Plan plan, int wallets) {
        return "%s, %s, %d wallets, %s s after %s s of warm-up, seed %d"
                .formatted(
                        plan.scenario(),
                        pace(plan.pace()),
                        wallets,
                        plain(plan.seconds()),
                        plain(plan.warmUpSeconds()),
                        plan.seed());
    }

    static String pace(Pace pace) {
        return switch (pace) {
            case Pace.Open open ->
                "%s requests/s%s".formatted(plain(open.perSecond()), open.poisson() ? " (Poisson)" : "");
            case Pace.Closed closed -> closed.inFlight() + " in flight";
        };
    }

    static String of(Session.Plan plan, Slice slice, Audit.Result audit) {
        var text = new StringBuilder("\n");
        line(text, "answered", "%,.0f/s  (%,d in %s s)", slice.perSecond(), slice.answered(), plain(slice.seconds()));
        line(text, "latency", "%s", latencies(slice.micros()));
        if (slice.byKind().size() > 1) {
            slice.byKind().forEach((kind, micros) -> line(text, "  " + kind, "%s", latencies(micros)));
        }
        line(text, "sent late by", "p50 %.2f  p99 %.2f ms", at(slice.lateMicros(), 50), at(slice.lateMicros(), 99));
        line(text, "failed", "%,d %s", slice.failed(), slice.failures().isEmpty() ? "" : slice.failures());
        line(text, "dropped", "%,d", slice.dropped());
        if (slice.repeated() > 0) {
            line(text, "repeated", "%,d, each under the key of before", slice.repeated());
        }
        work(text, slice);
        audit(text, audit);
        line(text, "seed", "%d", plan.seed());
        return text.toString();
    }

    private static void work(StringBuilder text, Slice slice) {
        var answered = Math.max(1, slice.answered());
        line(
                text,
                "processor time",
                "%s",
                slice.work().cpu().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(each -> String.format(
                                Locale.ROOT,
                                "%s %.0f %% (%.0f us each)",
                                each.getKey().toString().toLowerCase(Locale.ROOT),
                                100 * each.getValue() / slice.seconds(),
                                1e6 * each.getValue() / answered))
                        .collect(Collectors.joining(", ")));
        line(
                text,
                "memory",
                "%s",
                slice.work().memoryAfter().entrySet().stream()
                        // Each process of PostgreSQL counts what all of them share.
                        .filter(each -> each.getKey() != Processes.Party.POSTGRES)
                        .sorted(Map.Entry.comparingByKey())
                        .map(each -> String.format(
                                Locale.ROOT,
                                "%s %,d to %,d MB",
                                each.getKey().toString().toLowerCase(Locale.ROOT),
                                slice.work().memoryBefore().getOrDefault(each.getKey(), 0L) >> 20,
                                each.getValue() >> 20))
                        .collect(Collectors.joining(", ")));
        var stored = slice.work().stored();
        if (stored != null) {
            line(
                    text,
                    "stored, each",
                    "%,.0f bytes of WAL, %.1f rows, %.3f commits; %.1f entries per batch",
                    stored.walBytes() / (double) answered,
                    stored.rows() / (double) answered,
                    stored.commits() / (double) answered,
                    stored.entries() / (double) Math.max(1, stored.batches()));
        }
    }

    private static void audit(StringBuilder text, Audit.Result audit) {
        line(
                text,
                "audit",
                "%s: %,d keys sent, %,d acknowledged, %,d stored%s (%s)",
                audit.isClean() ? "right" : "WRONG",
                audit.sent(),
                audit.acknowledged(),
                audit.stored(),
                audit.unacknowledged() > 0 ? ", %,d unheard".formatted(audit.unacknowledged()) : "",
                audit.source());
        audit.differences().forEach(each -> line(text, "", "%s", each));
    }

    private static String latencies(Histogram micros) {
        return String.format(
                Locale.ROOT,
                "p50 %.2f  p90 %.2f  p99 %.2f  p99.9 %.2f  max %.2f ms",
                at(micros, 50),
                at(micros, 90),
                at(micros, 99),
                at(micros, 99.9),
                micros.getMaxValue() / 1e3);
    }

    private static double at(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / 1e3;
    }

    /// Without a fraction when there is none.
    static String plain(double number) {
        return number == Math.rint(number)
                ? Long.toString(Math.round(number))
                : String.format(Locale.ROOT, "%.1f", number);
    }

    /// With so many digits behind the point, and none when that is no positive number.
    static String plain(double number, int digits) {
        return String.format(Locale.ROOT, "%." + Math.max(0, digits) + "f", number);
    }

    @FormatMethod
    private static void line(StringBuilder text, String name, @FormatString String format, Object... values) {
        text.append(String.format(Locale.ROOT, "%-16s", name))
                .append(String.format(Locale.ROOT, format, values))
                .append('\n');
    }
}
