package finance.flowlet.load;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// A result as one page that needs nothing else: plots drawn in it, no scripts, nothing fetched.
record HtmlReport(Session.Plan plan, Slice slice, Audit.Result audit, Instant at) {
    private static final String PAGE = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>Flowlet load: %1$s</title>
            <style>
            :root { color-scheme: light dark; --ink: #1c2430; --faint: #d9dee6; --paper: #fff; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e4e8ee; --faint: #39414d; --paper: #14181e; } }
            body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
              max-width: 900px; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.4rem; } .right { color: #1a7f37; } .wrong { color: #c62828; font-weight: bold; }
            pre { overflow-x: auto; padding: 1rem; border: 1px solid var(--faint); border-radius: 6px; }
            svg { width: 100%%; height: auto; margin: 1rem 0; } svg text { fill: var(--ink); font-size: 12px; }
            svg .title { font-size: 14px; font-weight: 600; } svg .tick { opacity: .7; font-size: 11px; }
            .grid { stroke: var(--faint); stroke-width: 1; } polyline { fill: none; stroke-width: 2; }
            polyline.a { stroke: #2f6fde; } polyline.b { stroke: #d9822b; } polyline.c { stroke: #c62828; }
            svg .legend.a { fill: #2f6fde; } svg .legend.b { fill: #d9822b; } svg .legend.c { fill: #c62828; }
            </style></head><body>
            <h1>Flowlet load: %1$s, %2$s</h1>
            <p>%3$s. %4$s</p>
            %5$s%6$s%7$s
            <pre>%8$s</pre>
            </body></html>
            """;

    String text() {
        var verdict = audit.isClean()
                ? "<span class=\"right\">The audit found every acknowledged payment stored once.</span>"
                : "<span class=\"wrong\">The audit found differences.</span>";
        return String.format(
                Locale.ROOT,
                PAGE,
                Plot.escape(plan.scenario().toString()),
                Plot.escape(TextReport.pace(plan.pace())),
                at,
                verdict,
                percentiles().svg(),
                throughput().svg(),
                overTime().svg(),
                Plot.escape(TextReport.of(plan, slice, audit).strip()));
    }

    /// Each step to the right is ten times rarer: 90 %, 99 %, 99.9 %.
    private Plot percentiles() {
        var count = (double) slice.micros().getTotalCount();
        var nines = Math.clamp(Math.floor(Math.log10(Math.max(10, count))), 1, 5);
        var points = new ArrayList<Plot.Point>();
        for (var x = 0.0; x <= nines; x += 0.05) {
            var percentile = 100 * (1 - Math.pow(10, -x));
            points.add(new Plot.Point(x, slice.percentile(percentile)));
        }
        var ticks = new ArrayList<Plot.Tick>();
        for (var nine = 0; nine <= nines; nine++) {
            ticks.add(new Plot.Tick(nine, TextReport.plain(100 - 100 * Math.pow(10, -nine), nine - 2) + " %"));
        }
        return new Plot(
                "Latency by percentile, from the intended start",
                ticks,
                nines,
                "ms",
                true,
                List.of(new Plot.Line("latency", "a", points)));
    }

    private Plot throughput() {
        return series(
                "Answered per second",
                "/s",
                false,
                line("answered", "a", second -> second.answered()),
                line("failed, dropped", "c", second -> second.failed() + second.dropped()));
    }

    private Plot overTime() {
        return series(
                "Latency over time",
                "ms",
                true,
                line("p50", "a", second -> second.p50() / 1e3),
                line("p99", "b", second -> second.p99() / 1e3));
    }

    private Plot series(String title, String unit, boolean logarithmic, Plot.Line... lines) {
        var count = slice.series().size();
        var ticks = new ArrayList<Plot.Tick>();
        var step = Math.max(1, count / 10);
        for (var second = step; second <= count; second += step) {
            ticks.add(new Plot.Tick(second, second + " s"));
        }
        return new Plot(title + " (with the warm-up)", ticks, count, unit, logarithmic, List.of(lines));
    }

    private Plot.Line line(String name, String style, ToDoubleFunction<Meter.Second> figure) {
        return new Plot.Line(
                name,
                style,
                slice.series().stream()
                        .map(second -> new Plot.Point(second.second(), figure.applyAsDouble(second)))
                        .toList());
    }
}
