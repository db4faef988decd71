package finance.flowlet.auth;

import finance.flowlet.id.UserId;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts what the database must hold and we must read again (AES-256-GCM), with a key that is not in the
/// database. Each secret belongs to one person: in another's row it opens no more.
final class SecretBox {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random;

    SecretBox(Pepper pepper, SecureRandom random) {
        this.key = new SecretKeySpec(pepper.encryptionKey(), "AES");
        this.random = random;
    }

    /// The nonce, and behind it the sealed secret.
    Buffer seal(UserId owner, byte[] secret) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            return Buffer.buffer(nonce)
                    .appendBytes(cipher(Cipher.ENCRYPT_MODE, owner, nonce).doFinal(secret));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java platform has " + CIPHER, impossible);
        }
    }

    /// @throws IllegalStateException when it was sealed under another pepper, for another owner, or changed
    byte[] open(UserId owner, Buffer sealed) {
        try {
            return cipher(Cipher.DECRYPT_MODE, owner, sealed.getBytes(0, NONCE_BYTES))
                    .doFinal(sealed.getBytes(NONCE_BYTES, sealed.length()));
        } catch (GeneralSecurityException forged) {
            throw new IllegalStateException("a secret does not open; was auth.pepper changed?", forged);
        }
    }

    private Cipher cipher(int mode, UserId owner, byte[] nonce) throws GeneralSecurityException {
        var cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.toString().getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
