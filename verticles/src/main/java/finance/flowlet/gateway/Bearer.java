package finance.flowlet.gateway;

import java.util.Optional;

/// Reads a credential: an access token or an API key, in a header behind the word Bearer, elsewhere alone.
final class Bearer {
    private static final String SCHEME = "Bearer ";
    private static final int MAX_LENGTH = 8192;

    private Bearer() {}

    /// The credential in the field `Authorization`, if it is one.
    static Optional<String> read(String header) {
        if (header.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        var field = header.strip();
        if (!field.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        var start = SCHEME.length();
        while (start < field.length() && field.charAt(start) == ' ') {
            start++;
        }
        return Optional.of(field.substring(start)).filter(Bearer::isToken);
    }

    /// The credential itself, if it is one.
    static Optional<String> bare(String credential) {
        return credential.length() <= MAX_LENGTH && isToken(credential) ? Optional.of(credential) : Optional.empty();
    }

    /// Whether it is a `b64token` of RFC 6750, section 2.1.
    private static boolean isToken(String text) {
        var end = text.length();
        while (end > 0 && text.charAt(end - 1) == '=') {
            end--;
        }
        for (var i = 0; i < end; i++) {
            var c = text.charAt(i);
            var isPart = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '-' && c <= '9' || "_~+".indexOf(c) >= 0;
            if (!isPart) {
                return false;
            }
        }
        return end > 0;
    }
}
