package finance.flowlet.proof;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;

/// The Ed25519 key that this installation signs checkpoints and statements with. Whoever has the file can
/// sign in our name; whoever has the [VerifierKey] can tell.
public final class Signer {
    private final PrivateKey key;
    private final VerifierKey verifier;

    private Signer(PrivateKey key, VerifierKey verifier) {
        this.key = key;
        this.verifier = verifier;
    }

    /// A key that nobody has seen before.
    public static Signer generate(String name, SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, random);
            var pair = generator.generateKeyPair();
            return new Signer(pair.getPrivate(), VerifierKey.of(name, pair.getPublic()));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java platform has Ed25519", impossible);
        }
    }

    /// Reads the PEM of a PKCS#8 private key, as `openssl genpkey -algorithm ed25519` writes it.
    ///
    /// @throws IllegalArgumentException when it is none
    public static Signer read(String name, String pem) {
        try {
            var spec = new PKCS8EncodedKeySpec(Pem.decode("PRIVATE KEY", pem));
            var seed = ((EdECPrivateKey) KeyFactory.getInstance("Ed25519").generatePrivate(spec))
                    .getBytes()
                    .orElseThrow();
            return generate(name, new Drawn(seed));
        } catch (GeneralSecurityException | ClassCastException notAKey) {
            throw new IllegalArgumentException("not an Ed25519 private key", notAKey);
        }
    }

    /// Who signs.
    public String keyName() {
        return verifier.name();
    }

    /// Which key signs: eight hexadecimal digits.
    public String keyId() {
        return verifier.id();
    }

    /// What others check our signatures with.
    public VerifierKey verifier() {
        return verifier;
    }

    /// 64 bytes.
    public byte[] sign(byte[] message) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("an Ed25519 key signs anything", impossible);
        }
    }

    /// The private key as PKCS#8 PEM, for the file that [#read] is given.
    public String pem() {
        return Pem.encode("PRIVATE KEY", key.getEncoded());
    }

    /// Never the private key.
    @Override
    public String toString() {
        return verifier.toString();
    }

    /// The platform derives a public key only while it draws a new pair, so it is made to draw the one we
    /// have.
    private static final class Drawn extends SecureRandom {
        private static final long serialVersionUID = 1;
        private final byte[] seed;

        Drawn(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }
}
