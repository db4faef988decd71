package finance.flowlet.proof;

import java.util.Arrays;
import java.util.Base64;

/// A SHA-256 value; its text form is base64.
public final class Hash {
    private static final int BYTES = 32;
    private final byte[] bytes;

    private Hash(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a hash has 32 bytes");
        }
        this.bytes = bytes;
    }

    public static Hash of(byte[] bytes) {
        return new Hash(bytes.clone());
    }

    /// Reads base64 in its one canonical form.
    ///
    /// @throws IllegalArgumentException when the text is not that of a hash
    public static Hash parse(String text) {
        var hash = new Hash(Base64.getDecoder().decode(text));
        if (!hash.toString().equals(text)) {
            throw new IllegalArgumentException("not the canonical base64 of a hash");
        }
        return hash;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
