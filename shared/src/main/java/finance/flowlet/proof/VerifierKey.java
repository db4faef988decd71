package finance.flowlet.proof;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// An Ed25519 public key with the name of its owner, as C2SP signed notes know it. Its text form is one
/// line, `name+id+key`, and its id is the first four bytes of a SHA-256 over both, so a note says which key
/// to try.
public final class VerifierKey {
    private static final byte ED25519 = 1;
    private static final int KEY_BYTES = 32;
    /// What stands before the 32 bytes in an X.509 SubjectPublicKeyInfo (RFC 8410).
    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final String name;
    private final byte[] key;

    private VerifierKey(String name, byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("an Ed25519 public key has 32 bytes");
        }
        this.name = requireName(name);
        this.key = key.clone();
    }

    static VerifierKey of(String name, PublicKey key) {
        return spki(name, key.getEncoded());
    }

    /// Reads `name+id+key`.
    ///
    /// @throws IllegalArgumentException when it is none
    public static VerifierKey parse(String text) {
        var parts = text.strip().split("\\+", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a verifier key is name+id+key");
        }
        var bytes = Base64.getDecoder().decode(parts[2]);
        if (bytes.length != KEY_BYTES + 1 || bytes[0] != ED25519) {
            throw new IllegalArgumentException("not an Ed25519 verifier key");
        }
        var key = new VerifierKey(parts[0], Arrays.copyOfRange(bytes, 1, bytes.length));
        if (!key.id().equals(parts[1])) {
            throw new IllegalArgumentException("the id of the verifier key is not that of its name and bytes");
        }
        return key;
    }

    /// Reads a PEM of an X.509 SubjectPublicKeyInfo, which does not say whose key it is.
    ///
    /// @throws IllegalArgumentException when it is none
    public static VerifierKey ofPem(String name, String pem) {
        return spki(name, Pem.decode("PUBLIC KEY", pem));
    }

    private static VerifierKey spki(String name, byte[] spki) {
        var length = SPKI_PREFIX.length;
        if (spki.length != length + KEY_BYTES || !Arrays.equals(spki, 0, length, SPKI_PREFIX, 0, length)) {
            throw new IllegalArgumentException("not an Ed25519 public key");
        }
        return new VerifierKey(name, Arrays.copyOfRange(spki, length, spki.length));
    }

    /// A name goes into lines that are separated by spaces and plus signs.
    static String requireName(String name) {
        if (name.isEmpty() || name.codePoints().anyMatch(c -> Character.isWhitespace(c) || c == '+' || c < ' ')) {
            throw new IllegalArgumentException("the name of a key has neither spaces nor plus signs");
        }
        return name;
    }

    /// Who signs with it.
    public String name() {
        return name;
    }

    /// Eight hexadecimal digits.
    public String id() {
        return HexFormat.of().formatHex(idBytes());
    }

    byte[] idBytes() {
        return Arrays.copyOf(Sha256.of((name + "\n").getBytes(StandardCharsets.UTF_8), new byte[] {ED25519}, key), 4);
    }

    /// The key as OpenSSL and everybody else reads it.
    public String pem() {
        return Pem.encode("PUBLIC KEY", spki());
    }

    /// Whether the owner of this key signed `message`.
    public boolean verify(byte[] message, byte[] signature) {
        try {
            var check = Signature.getInstance("Ed25519");
            check.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki())));
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException notASignature) {
            return false;
        }
    }

    private byte[] spki() {
        var spki = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + KEY_BYTES);
        System.arraycopy(key, 0, spki, SPKI_PREFIX.length, KEY_BYTES);
        return spki;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifierKey that && name.equals(that.name) && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    /// `name+id+key`.
    @Override
    public String toString() {
        var typed = new byte[KEY_BYTES + 1];
        typed[0] = ED25519;
        System.arraycopy(key, 0, typed, 1, KEY_BYTES);
        return name + "+" + id() + "+" + Base64.getEncoder().encodeToString(typed);
    }
}
