package finance.flowlet.reconciliation;

import java.util.Locale;

/// Texts of a file that others wrote.
final class FileText {
    private FileText() {}

    /// The text on one line, without characters that could not be stored or would break a log or a screen.
    static String clean(String text) {
        var clean = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> Character.isISOControl(point) || Character.isWhitespace(point) ? ' ' : point)
                .filter(point ->
                        Character.getType(point) != Character.SURROGATE && Character.getType(point) != Character.FORMAT)
                .filter(point -> point != ' ' || (!clean.isEmpty() && clean.charAt(clean.length() - 1) != ' '))
                .forEach(clean::appendCodePoint);
        return clean.toString().strip();
    }

    /// What two spellings of one reference have in common: its letters and digits.
    static String key(String reference) {
        var key = new StringBuilder(reference.length());
        reference.codePoints().filter(Character::isLetterOrDigit).forEach(key::appendCodePoint);
        return key.toString().toUpperCase(Locale.ROOT);
    }
}
