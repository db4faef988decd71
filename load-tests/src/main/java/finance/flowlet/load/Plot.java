package finance.flowlet.load;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/// A line chart as inline SVG.
///
/// @param xTicks where to write what under the x axis, in its own units
/// @param logarithmic the y axis; latencies differ by powers of ten
record Plot(String title, List<Tick> xTicks, double xMax, String unit, boolean logarithmic, List<Line> lines) {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 300;
    private static final int LEFT = 70;
    private static final int RIGHT = 16;
    private static final int TOP = 30;
    private static final int BOTTOM = 40;
    private static final int Y_TICKS = 5;

    /// @param at on the x axis
    record Tick(double at, String label) {}

    /// @param style the class of the page's style sheet
    record Line(String name, String style, List<Point> points) {}

    record Point(double x, double y) {}

    String svg() {
        var svg = new StringBuilder(format(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
                        + "<text class=\"title\" x=\"%d\" y=\"18\">%s</text>%n",
                WIDTH, HEIGHT, escape(title), LEFT, escape(title)));
        yAxis(svg);
        for (var tick : xTicks) {
            svg.append(format(
                    "<line class=\"grid\" x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\"/>"
                            + "<text class=\"tick\" x=\"%1$.1f\" y=\"%4$d\" text-anchor=\"middle\">%5$s</text>%n",
                    x(tick.at), TOP, HEIGHT - BOTTOM, HEIGHT - BOTTOM + 16, escape(tick.label)));
        }
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            svg.append(format(
                    "<polyline class=\"%s\" points=\"%s\"/><text class=\"legend %s\" x=\"%d\" y=\"%d\">%s</text>%n",
                    line.style,
                    line.points.stream()
                            .map(point -> format("%.1f,%.1f", x(point.x), y(point.y)))
                            .collect(Collectors.joining(" ")),
                    line.style,
                    LEFT + 10 + i * 130,
                    HEIGHT - 6,
                    escape(line.name)));
        }
        return svg.append("</svg>\n").toString();
    }

    private void yAxis(StringBuilder svg) {
        var low = bottom();
        var high = top();
        for (var i = 0; i <= Y_TICKS; i++) {
            var part = i / (double) Y_TICKS;
            var value = logarithmic ? low * Math.pow(high / low, part) : high * part;
            svg.append(format(
                    "<line class=\"grid\" x1=\"%1$d\" x2=\"%2$d\" y1=\"%3$.1f\" y2=\"%3$.1f\"/>"
                            + "<text class=\"tick\" x=\"%4$d\" y=\"%5$.1f\" text-anchor=\"end\">%6$s</text>%n",
                    LEFT, WIDTH - RIGHT, y(value), LEFT - 6, y(value) + 4, label(value)));
        }
    }

    private double x(double value) {
        return LEFT + (WIDTH - LEFT - RIGHT) * value / Math.max(xMax, 1e-9);
    }

    private double y(double value) {
        var part = logarithmic
                ? Math.log(Math.max(value, bottom()) / bottom()) / Math.log(top() / bottom())
                : value / top();
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * part;
    }

    /// Above every point.
    private double top() {
        var highest = values().max().orElse(1);
        return Math.max(logarithmic ? bottom() * 10 : 1e-9, highest * 1.1);
    }

    private double bottom() {
        return Math.max(0.01, values().filter(value -> value > 0).min().orElse(0.01));
    }

    private DoubleStream values() {
        return lines.stream().flatMap(line -> line.points.stream()).mapToDouble(Point::y);
    }

    private String label(double value) {
        return value >= 100 ? format("%,.0f %s", value, unit) : format("%.3g %s", value, unit);
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @FormatMethod
    private static String format(@FormatString String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
