package finance.flowlet.auth;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// An authenticator app, written from RFC 6238 alone: it knows the secret as people type it, and nothing of
/// our code.
record Authenticator(String secret) {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    String code(Instant time) {
        return code(time, 0);
    }

    /// The code that is shown `steps` half minutes after `time`.
    String code(Instant time, int steps) {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key(), "HmacSHA1"));
            var counter = ByteBuffer.allocate(Long.BYTES)
                    .putLong(time.getEpochSecond() / 30 + steps)
                    .array();
            var hash = mac.doFinal(counter);
            var offset = hash[hash.length - 1] & 15;
            return String.format(
                    Locale.ROOT, "%06d", (ByteBuffer.wrap(hash, offset, 4).getInt() & Integer.MAX_VALUE) % 1_000_000);
        } catch (GeneralSecurityException failure) {
            throw new AssertionError(failure);
        }
    }

    /// A code that is wrong now and around now.
    String wrongCode(Instant time) {
        for (var guess = 0; ; guess++) {
            var code = String.format(Locale.ROOT, "%06d", guess);
            var wrong = true;
            for (var step = -3; step <= 3; step++) {
                wrong &= !code(time, step).equals(code);
            }
            if (wrong) {
                return code;
            }
        }
    }

    private byte[] key() {
        var bytes = new ByteArrayOutputStream();
        var bits = 0;
        var count = 0;
        for (var i = 0; i < secret.length(); i++) {
            bits = (bits << 5 | ALPHABET.indexOf(secret.charAt(i))) & 0xFFFF;
            count += 5;
            if (count >= 8) {
                count -= 8;
                bytes.write(bits >> count);
            }
        }
        return bytes.toByteArray();
    }
}
