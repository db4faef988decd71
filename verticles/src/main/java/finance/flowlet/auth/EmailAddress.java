package finance.flowlet.auth;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// An e-mail address in the one spelling that we store and compare: lower case, NFC. Quoted local parts, comments,
/// address literals and domains without a dot are not accepted: nobody has one, and parsers disagree about them.
record EmailAddress(String text) {
    private static final int MAX_LENGTH = 254;
    private static final Pattern SYNTAX = Pattern.compile("[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64}"
            + "@[\\p{L}\\p{M}\\p{N}-]{1,63}(\\.[\\p{L}\\p{M}\\p{N}-]{1,63})+");

    /// The address in `text`, if it is one.
    static Optional<EmailAddress> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        var spelling = spelling(text);
        return spelling.length() <= MAX_LENGTH && SYNTAX.matcher(spelling).matches()
                ? Optional.of(new EmailAddress(spelling))
                : Optional.empty();
    }

    /// How `text` would be spelled if it were an address: what failures of a login are counted under.
    static String spelling(String text) {
        return Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    /// What stands before the `@`.
    String localPart() {
        return text.substring(0, text.indexOf('@'));
    }
}
