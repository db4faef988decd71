package finance.flowlet.id;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/// The text form of an id: a prefix that names the kind of object, `_`, and the 128 bits of the UUID as 26 characters
/// of Crockford base32 in lower case (the TypeID format). One UUID has exactly one text: upper case, a foreign letter
/// or a first character above 7 is not an id.
public final class TypeId {
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 26;
    private static final byte[] VALUES = values();

    private TypeId() {}

    /// Writes `uuid` after `prefix`.
    public static String encode(String prefix, UUID uuid) {
        var start = prefix.length() + 1;
        var text = new byte[start + LENGTH];
        for (var i = 0; i < prefix.length(); i++) {
            text[i] = (byte) prefix.charAt(i);
        }
        text[prefix.length()] = '_';
        var high = uuid.getMostSignificantBits();
        var low = uuid.getLeastSignificantBits();
        for (var i = text.length - 1; i >= start; i--) {
            text[i] = (byte) ALPHABET.charAt((int) (low & 31));
            low = (low >>> 5) | (high << 59);
            high >>>= 5;
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /// Reads what [#encode] wrote.
    ///
    /// @throws InvalidIdException when the text is not an id of this prefix
    public static UUID decode(String prefix, String text) {
        if (text.length() != prefix.length() + 1 + LENGTH || !text.startsWith(prefix + "_")) {
            throw new InvalidIdException(prefix);
        }
        long high = 0;
        long low = 0;
        for (var i = prefix.length() + 1; i < text.length(); i++) {
            var value = text.charAt(i) < VALUES.length ? VALUES[text.charAt(i)] : -1;
            if (value < 0 || (i == prefix.length() + 1 && value > 7)) {
                throw new InvalidIdException(prefix);
            }
            high = (high << 5) | (low >>> 59);
            low = (low << 5) | value;
        }
        return new UUID(high, low);
    }

    private static byte[] values() {
        var values = new byte[128];
        Arrays.fill(values, (byte) -1);
        for (var i = 0; i < ALPHABET.length(); i++) {
            values[ALPHABET.charAt(i)] = (byte) i;
        }
        return values;
    }
}
