package finance.flowlet.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Ids as they stand in answers, read without making objects of them. [finance.flowlet.id.TypeId] says what they are.
final class Ids {
    /// A prefix of three letters, `_`, and 26 characters.
    static final int LENGTH = 30;

    private static final byte[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ID = "\"id\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int PREFIX = 4;
    private static final byte[] VALUES = values();

    private long high;
    private long low;
    private int from;

    /// Reads the first `id` in the body. False: there is none.
    boolean read(Reply reply) {
        from = reply.after(ID);
        if (from < 0) {
            return false;
        }
        high = 0;
        low = 0;
        for (var i = from + PREFIX; i < from + LENGTH; i++) {
            var value = VALUES[reply.at(i) & 127];
            if (value < 0) {
                return false;
            }
            high = (high << 5) | (low >>> 59);
            low = (low << 5) | value;
        }
        return true;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    /// Where the text was found.
    int from() {
        return from;
    }

    private static byte[] values() {
        var values = new byte[128];
        Arrays.fill(values, (byte) -1);
        for (var i = 0; i < ALPHABET.length; i++) {
            values[ALPHABET[i]] = (byte) i;
        }
        return values;
    }
}
