package finance.flowlet.load;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// What a bad answer is counted as.
final class Failures {
    private static final byte[] CODE = "\"code\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern WORD = Pattern.compile("\"code\":\"([a-z0-9_.-]{1,60})\"");

    private Failures() {}

    /// The status, and the platform's own word for what happened.
    static String code(Reply reply) {
        var status = Integer.toString(reply.status());
        if (reply.after(CODE) < 0) {
            return status;
        }
        var found = WORD.matcher(reply.body());
        return found.find() ? status + " " + found.group(1) : status;
    }
}
