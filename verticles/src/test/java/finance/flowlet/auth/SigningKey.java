package finance.flowlet.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/// A key pair of an elliptic curve, in files as an operator would write them.
record SigningKey(KeyPair pair) {
    static SigningKey draw() {
        return draw("secp256r1");
    }

    static SigningKey draw(String curve) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return new SigningKey(generator.generateKeyPair());
        } catch (GeneralSecurityException failure) {
            throw new AssertionError(failure);
        }
    }

    String privatePem() {
        return pem("PRIVATE KEY", pair.getPrivate());
    }

    String publicPem() {
        return pem("PUBLIC KEY", pair.getPublic());
    }

    static String pem(String kind, Key key) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded()) + "\n-----END " + kind
                + "-----\n";
    }

    /// Puts the private half into `folder` under a name.
    SigningKey in(Path folder, String name) {
        write(folder, name, privatePem());
        return this;
    }

    static void write(Path folder, String name, String pem) {
        try {
            Files.writeString(folder.resolve(name + ".pem"), pem);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// `token` with a right signature of this key.
    String sign(HandMadeToken token) {
        return sign(token, "SHA256withECDSAinP1363Format");
    }

    /// With the signature in the form that X.509 and most libraries use.
    String signDer(HandMadeToken token) {
        return sign(token, "SHA256withECDSA");
    }

    private String sign(HandMadeToken token, String algorithm) {
        return token.unsigned() + "." + HandMadeToken.segment(signature(token.unsigned(), algorithm));
    }

    byte[] signature(String text, String algorithm) {
        try {
            var signature = Signature.getInstance(algorithm);
            signature.initSign(pair.getPrivate());
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return signature.sign();
        } catch (GeneralSecurityException failure) {
            throw new AssertionError(failure);
        }
    }

    /// The order of the curve P-256: no number of a signature reaches it.
    static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
}
