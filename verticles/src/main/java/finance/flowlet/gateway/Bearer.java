package finance.flowlet.gateway;

import java.util.Optional;
import java.util.regex.Pattern;

/// Reads a credential: an access token or an API key, in a header behind the word Bearer, elsewhere alone.
final class Bearer {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");
    private static final Pattern HEADER = Pattern.compile("(?i:Bearer) +(" + TOKEN + ")");
    private static final int MAX_LENGTH = 8192;

    private Bearer() {}

    /// The credential in the field `Authorization`, if it is one.
    static Optional<String> read(String header) {
        if (header.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        var bearer = HEADER.matcher(header.strip());
        return bearer.matches() ? Optional.of(bearer.group(1)) : Optional.empty();
    }

    /// The credential itself, if it is one.
    static Optional<String> bare(String credential) {
        return credential.length() <= MAX_LENGTH && TOKEN.matcher(credential).matches()
                ? Optional.of(credential)
                : Optional.empty();
    }
}
