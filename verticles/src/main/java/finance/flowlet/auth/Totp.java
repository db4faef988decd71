package finance.flowlet.auth;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import javax.crypto.spec.SecretKeySpec;

/// Codes of authenticator apps (RFC 6238), in the one form that all of them know: HMAC-SHA1, six digits,
/// every 30 seconds. The code of the step before or after passes too, because clocks differ and people type
/// slowly.
final class Totp {
    private static final Duration STEP = Duration.ofSeconds(30);
    private static final int DIGITS = 6;
    private static final int STEPS_AROUND = 1;
    /// As many as SHA-1 gives (RFC 4226, section 4).
    private static final int SECRET_BYTES = 20;

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS_PER_CHARACTER = 5;

    private final TimeBasedOneTimePasswordGenerator generator = new TimeBasedOneTimePasswordGenerator(
            STEP, DIGITS, TimeBasedOneTimePasswordGenerator.TOTP_ALGORITHM_HMAC_SHA1);

    /// A secret that nobody has yet; `random` must be cryptographically strong.
    static byte[] drawSecret(RandomGenerator random) {
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return secret;
    }

    /// The time step whose code this is, near `now` and after the step `lastUsed`.
    OptionalLong step(byte[] secret, String code, Instant now, long lastUsed) {
        var typed = code.getBytes(StandardCharsets.UTF_8);
        var current = Math.floorDiv(now.getEpochSecond(), STEP.toSeconds());
        var found = OptionalLong.empty();
        for (var step = current - STEPS_AROUND; step <= current + STEPS_AROUND; step++) {
            if (MessageDigest.isEqual(code(secret, step).getBytes(StandardCharsets.UTF_8), typed) && step > lastUsed) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    private String code(byte[] secret, long step) {
        try {
            var key = new SecretKeySpec(secret, generator.getAlgorithm());
            var time = Instant.ofEpochSecond(step * STEP.toSeconds());
            return generator.generateOneTimePasswordString(key, time, Locale.ROOT);
        } catch (InvalidKeyException impossible) {
            throw new AssertionError("HMAC takes any key", impossible);
        }
    }

    /// A secret for people to type (RFC 4648, base32).
    static String base32(byte[] secret) {
        var text = new StringBuilder();
        var bits = 0L;
        var count = 0;
        for (var each : secret) {
            bits = bits << Byte.SIZE | Byte.toUnsignedInt(each);
            count += Byte.SIZE;
            while (count >= BITS_PER_CHARACTER) {
                count -= BITS_PER_CHARACTER;
                text.append(ALPHABET.charAt((int) (bits >> count & ALPHABET.length() - 1)));
            }
        }
        return text.toString();
    }

    /// A secret for apps to scan, as a QR code of this text.
    static String uri(byte[] secret, String issuer, String account) {
        return "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=%d&period=%d"
                .formatted(
                        encoded(issuer), encoded(account), base32(secret), encoded(issuer), DIGITS, STEP.toSeconds());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
