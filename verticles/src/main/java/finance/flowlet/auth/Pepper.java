package finance.flowlet.auth;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Keyed hashes (HMAC-SHA256) of what the database should not hold in clear. Whoever reads the database without the key
/// can neither use nor recognise them.
final class Pepper {
    private static final String ALGORITHM = "HmacSHA256";
    private final SecretKeySpec key;

    Pepper(String secret) {
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /// What Argon2id is given instead of the password itself: a stolen table alone cannot even be guessed at.
    byte[] password(String password) {
        return hash("password", password);
    }

    /// The hash of an API key's secret.
    Buffer apiKey(String secret) {
        return Buffer.buffer(hash("api-key", secret));
    }

    /// The hash of a refresh token.
    Buffer refreshToken(String token) {
        return Buffer.buffer(hash("refresh-token", token));
    }

    /// The hash under which the failures of an account are counted, whether the account exists or not.
    Buffer account(String email) {
        return Buffer.buffer(hash("account", email));
    }

    /// The hash under which the failures from a network are counted.
    Buffer source(String network) {
        return Buffer.buffer(hash("source", network));
    }

    private byte[] hash(String purpose, String text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new AssertionError("every Java platform has " + ALGORITHM, impossible);
        }
    }
}
