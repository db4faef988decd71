package finance.flowlet.load;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Numbers from 0 below `count`, where number k comes up in proportion to 1/(k+1): a few are very popular, most hardly.
final class Zipf {
    private final double[] cumulative;

    Zipf(int count) {
        cumulative = new double[count];
        var sum = 0.0;
        for (var i = 0; i < count; i++) {
            sum += 1.0 / (i + 1);
            cumulative[i] = sum;
        }
        for (var i = 0; i < count; i++) {
            cumulative[i] /= sum;
        }
    }

    int next(SplittableRandom random) {
        var found = Arrays.binarySearch(cumulative, random.nextDouble());
        return Math.min(found >= 0 ? found + 1 : -found - 1, cumulative.length - 1);
    }
}
