package finance.flowlet.gateway;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads `Idempotency-Key`: bare, as most clients send it, or as a quoted string, as
/// draft-ietf-httpapi-idempotency-key wants it. Both forms of one key are the same key.
final class IdempotencyHeader {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\[\"\\\\])*)\"");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

    private IdempotencyHeader() {}

    /// The key in the one header line that there is; nothing when it is not usable.
    static Optional<String> read(List<String> lines) {
        if (lines.size() != 1) {
            return Optional.empty();
        }
        var line = lines.getFirst().strip();
        if (!line.startsWith("\"")) {
            return Optional.of(line).filter(key -> KEY.matcher(key).matches());
        }
        var quoted = QUOTED.matcher(line);
        return quoted.matches()
                ? Optional.of(ESCAPED.matcher(quoted.group(1)).replaceAll("$1"))
                        .filter(key -> KEY.matcher(key).matches())
                : Optional.empty();
    }
}
