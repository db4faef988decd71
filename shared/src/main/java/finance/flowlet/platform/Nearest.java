package finance.flowlet.platform;

import java.util.Collection;
import java.util.Comparator;

/// Guesses what was meant by a name that nobody knows.
final class Nearest {
    private static final int MAX_CHANGES = 3;

    private Nearest() {}

    /// `, did you mean database.port?` when one of `known` is a few letters away, else nothing.
    static String hint(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> changes(name, candidate)))
                .filter(candidate -> changes(name, candidate) <= MAX_CHANGES)
                .map(candidate -> ", did you mean " + candidate + "?")
                .orElse("");
    }

    /// How many letters to insert, remove or replace to make one word the other (Levenshtein's distance).
    private static int changes(String from, String to) {
        var above = new int[to.length() + 1];
        for (var column = 0; column < above.length; column++) {
            above[column] = column;
        }
        for (var row = 1; row <= from.length(); row++) {
            var current = new int[above.length];
            current[0] = row;
            for (var column = 1; column < above.length; column++) {
                var replaced = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, 1 + Math.min(above[column], current[column - 1]));
            }
            above = current;
        }
        return above[to.length()];
    }
}
