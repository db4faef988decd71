package finance.flowlet.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// Tells passwords that a guesser tries early. It takes out what is guessable (common words, the user's own
/// names), then counts the characters that do not follow from the one before: a repetition, a sequence or a row of
/// the keyboard counts once.
///
/// Only ASCII repeats and sequences count as predictable, because that is what guessers try; how many kinds of
/// characters there are never matters.
final class GuessableWords {
    private static final String FILE = "/auth/guessable-words.txt";

    /// Fewer surprises than this are tried within seconds.
    private static final int ENOUGH = 5;

    /// A name shorter than this is part of too many words.
    private static final int SHORTEST_NAME = 4;

    private static final String SUBSTITUTES = "@4301!$57";
    private static final String LETTERS = "aaeoiisst";
    private static final List<String> ROWS =
            List.of("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qazwsxedcrfvtgbyhnujmikolp");

    private final List<String> words = read();

    /// Whether `password` is easy to guess for someone who knows `names` of its user.
    boolean covers(String password, List<String> names) {
        var known = new ArrayList<>(names.stream()
                .filter(name -> name.length() >= SHORTEST_NAME)
                .map(GuessableWords::plain)
                .toList());
        known.addAll(words);
        var rest = password.toLowerCase(Locale.ROOT);
        for (var word : known) {
            rest = without(rest, word);
        }
        return surprises(unit(rest)) < ENOUGH;
    }

    /// `text` without `word`, however its letters are substituted.
    private static String without(String text, String word) {
        var rest = text;
        for (var at = plain(rest).indexOf(word); at >= 0; at = plain(rest).indexOf(word)) {
            rest = rest.substring(0, at) + rest.substring(at + word.length());
        }
        return rest;
    }

    /// `text` with substitutes undone, character by character.
    private static String plain(String text) {
        var plain = new StringBuilder(text);
        for (var i = 0; i < plain.length(); i++) {
            var substitute = SUBSTITUTES.indexOf(plain.charAt(i));
            if (substitute >= 0) {
                plain.setCharAt(i, LETTERS.charAt(substitute));
            }
        }
        return plain.toString();
    }

    /// What `text` repeats, or all of it when it repeats nothing.
    private static String unit(String text) {
        for (var period = 1; period <= text.length() / 2; period++) {
            if (text.startsWith(text.substring(period)) && ascii(text.substring(0, period))) {
                return text.substring(0, period);
            }
        }
        return text;
    }

    private static long surprises(String text) {
        var points = text.codePoints().toArray();
        var surprises = points.length == 0 ? 0 : 1;
        for (var i = 1; i < points.length; i++) {
            if (!follows(points[i - 1], points[i])) {
                surprises++;
            }
        }
        return surprises;
    }

    private static boolean follows(int before, int point) {
        if (before >= 128 || point >= 128) {
            return false;
        }
        return Math.abs(before - point) <= 1
                || ROWS.stream()
                        .anyMatch(row -> Math.abs(row.indexOf(before) - row.indexOf(point)) == 1
                                && row.indexOf(before) >= 0
                                && row.indexOf(point) >= 0);
    }

    private static boolean ascii(String text) {
        return text.chars().allMatch(character -> character < 128);
    }

    private static List<String> read() {
        try (var file = Objects.requireNonNull(GuessableWords.class.getResourceAsStream(FILE), FILE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(GuessableWords::plain)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
