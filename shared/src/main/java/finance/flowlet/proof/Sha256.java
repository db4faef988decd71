package finance.flowlet.proof;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256 (FIPS 180-4) with the thread's own digest: looking one up costs more than hashing a short text.
public final class Sha256 {
    private static final ThreadLocal<MessageDigest> OF_THREAD = ThreadLocal.withInitial(Sha256::lookedUp);

    private Sha256() {}

    /// The 32 bytes of the hash over the parts, one behind the other.
    public static byte[] of(byte[]... parts) {
        var digest = OF_THREAD.get();
        // Whatever broke off before must not become part of this.
        digest.reset();
        for (var part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    private static MessageDigest lookedUp() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
