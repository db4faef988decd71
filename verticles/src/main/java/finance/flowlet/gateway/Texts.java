package finance.flowlet.gateway;

import java.text.Normalizer;

/// Which characters a text may have. Names in every script, emoji and right-to-left writing pass; what can hide
/// or disguise text, break a log line or not be stored does not.
final class Texts {
    private Texts() {}

    /// The text in its composed form (NFC): what looks the same is stored the same.
    static String normalize(String text) {
        return Normalizer.isNormalized(text, Normalizer.Form.NFC)
                ? text
                : Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /// Whether PostgreSQL and UTF-8 can carry it: no unpaired surrogate.
    static boolean isWellFormed(String text) {
        return isPlain(text)
                || text.codePoints()
                        .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    /// Whether it is also free of control, line-separator, direction-override and tag characters.
    static boolean isClean(String text) {
        return isPlain(text) || (isWellFormed(text) && text.codePoints().noneMatch(Texts::deceives));
    }

    /// Printable ASCII, as nearly every text is.
    private static boolean isPlain(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /// Its length as people count it, more or less: in code points, not in UTF-16 units.
    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static boolean deceives(int point) {
        return Character.isISOControl(point)
                || point == 0x2028
                || point == 0x2029
                || (point >= 0x202A && point <= 0x202E)
                || (point >= 0x2066 && point <= 0x2069)
                || (point >= 0xE0000 && point <= 0xE007F);
    }
}
