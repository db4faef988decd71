package finance.flowlet.auth;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/// The text of an API key: `sk_test_`, 256 random bits in base62, and a checksum, so that a mistyped or invented key is
/// refused without asking the database and a leaked one is recognised by scanners.
record ApiKeySecret(String text) {
    static final String PREFIX = "sk_test_";
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
    private static final int RANDOM_BYTES = 32;
    private static final int RANDOM_LENGTH = 43;
    private static final int CHECKSUM_LENGTH = 6;
    private static final int VISIBLE = 4;

    /// `random` must be cryptographically strong.
    static ApiKeySecret draw(RandomGenerator random) {
        var bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        var body = PREFIX + base62(new BigInteger(1, bytes), RANDOM_LENGTH);
        return new ApiKeySecret(body + checksum(body));
    }

    /// Whether this could be a key of ours.
    boolean wellFormed() {
        if (text.length() != PREFIX.length() + RANDOM_LENGTH + CHECKSUM_LENGTH || !text.startsWith(PREFIX)) {
            return false;
        }
        var body = text.substring(0, text.length() - CHECKSUM_LENGTH);
        return text.endsWith(checksum(body));
    }

    /// Enough to tell keys apart, not enough to use one.
    String lastFour() {
        return text.substring(text.length() - VISIBLE);
    }

    @Override
    public String toString() {
        return "ApiKeySecret[...]";
    }

    private static String checksum(String body) {
        var checksum = new CRC32();
        checksum.update(body.getBytes(StandardCharsets.UTF_8));
        return base62(BigInteger.valueOf(checksum.getValue()), CHECKSUM_LENGTH);
    }

    private static String base62(BigInteger number, int length) {
        var text = new char[length];
        var rest = number;
        for (var i = length - 1; i >= 0; i--) {
            var digit = rest.divideAndRemainder(BASE);
            text[i] = DIGITS.charAt(digit[1].intValue());
            rest = digit[0];
        }
        return new String(text);
    }
}
