package finance.flowlet.gateway;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads `If-Match`: the `version` of an object as an entity tag, `"3"`, or bare. A client that sends it wants to
/// change what it has read and nothing newer.
final class IfMatch {
    private static final Pattern TAG = Pattern.compile("\"?([1-9][0-9]{0,17})\"?");

    private IfMatch() {}

    sealed interface Reading {}

    /// Null is any version.
    record Version(@Nullable Long orNull) implements Reading {}

    record Unreadable() implements Reading {}

    static Reading read(@Nullable String header) {
        if (header == null || header.strip().equals("*")) {
            return new Version(null);
        }
        var tag = TAG.matcher(header.strip());
        return tag.matches() ? new Version(Long.parseLong(tag.group(1))) : new Unreadable();
    }
}
