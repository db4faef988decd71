package finance.flowlet.auth;

import finance.flowlet.id.UserId;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Keyed hashes (HMAC-SHA256) of what the database should not hold in clear, and keys derived in the same
/// way. Whoever reads the database without the key can neither use nor recognise them.
final class Pepper {
    private static final String ALGORITHM = "HmacSHA256";
    private final SecretKeySpec key;

    Pepper(String secret) {
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /// What Argon2id is given instead of the password itself: a stolen table alone cannot even be guessed
    /// at.
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

    /// The hash of the token of a login that needs a second factor.
    Buffer mfaToken(String token) {
        return Buffer.buffer(hash("mfa-token", token));
    }

    /// The hash of a recovery code, which is worth nothing to anybody but its owner.
    Buffer recoveryCode(UserId owner, RecoveryCode code) {
        return Buffer.buffer(hash("recovery-code", owner + " " + code.text()));
    }

    /// The hash of a token that resets a password.
    Buffer resetToken(String token) {
        return Buffer.buffer(hash("reset-token", token));
    }

    /// The hash of the fingerprint of a request that has passwords in it.
    Buffer fingerprint(String fingerprint) {
        return Buffer.buffer(hash("fingerprint", fingerprint));
    }

    /// A key of 256 bits for [SecretBox].
    byte[] encryptionKey() {
        return hash("encryption-key", "");
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
