package finance.flowlet.load;

import java.util.Arrays;
import java.util.List;

/// How a figure varied over several measurements.
record Spread(double min, double median, double max) {

    /// Of at least one figure.
    static Spread of(List<Double> figures) {
        var sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        var half = sorted.length / 2;
        var median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new Spread(sorted[0], median, Arrays.stream(sorted).max().getAsDouble());
    }
}
