package finance.flowlet.auth;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// What replaces a lost authenticator app, once: 50 random bits that people copy from paper, so letters
/// that look like digits are digits, and case, spaces and dashes mean nothing.
record RecoveryCode(String text) {
    static final int COUNT = 10;
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 10;

    /// A set of codes; `random` must be cryptographically strong.
    static List<RecoveryCode> draw(RandomGenerator random) {
        return Stream.generate(() -> one(random)).distinct().limit(COUNT).toList();
    }

    private static RecoveryCode one(RandomGenerator random) {
        var text = new StringBuilder(LENGTH);
        for (var i = 0; i < LENGTH; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new RecoveryCode(text.toString());
    }

    /// The code that somebody meant by `typed`.
    static RecoveryCode typed(String typed) {
        return new RecoveryCode(typed.toLowerCase(Locale.ROOT)
                .replaceAll("[ -]", "")
                .replace('o', '0')
                .replaceAll("[il]", "1"));
    }

    /// In two halves, for reading.
    String shown() {
        return text.substring(0, LENGTH / 2) + "-" + text.substring(LENGTH / 2);
    }

    /// For logs: no code.
    @Override
    public String toString() {
        return "RecoveryCode[...]";
    }
}
