package finance.flowlet.auth;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.KeyAgreement;
import org.jspecify.annotations.Nullable;

/// A key of the curve P-256 in PEM: `PRIVATE KEY` (PKCS#8), or `PUBLIC KEY` for one that only verifies.
record PemKey(ECPublicKey publicHalf, @Nullable ECPrivateKey privateHalf) {
    private static final Pattern BLOCK =
            Pattern.compile("\\s*-----BEGIN (PRIVATE|PUBLIC) KEY-----([A-Za-z0-9+/=\\s]+)-----END \\1 KEY-----\\s*");
    private static final String CURVE = "secp256r1";

    /// For logs: no key.
    @Override
    public String toString() {
        return "PemKey[...]";
    }

    /// @throws IllegalArgumentException when it is none, saying why without saying what
    static PemKey parse(String pem) {
        var block = BLOCK.matcher(pem);
        if (!block.matches()) {
            throw new IllegalArgumentException("must be one PEM block, PRIVATE KEY (PKCS#8) or PUBLIC KEY");
        }
        try {
            var encoded = Base64.getMimeDecoder().decode(block.group(2));
            var factory = KeyFactory.getInstance("EC");
            var curve = curve();
            if (block.group(1).equals("PUBLIC")) {
                var key = (ECPublicKey) factory.generatePublic(new X509EncodedKeySpec(encoded));
                require(key.getParams(), curve);
                return new PemKey(key, null);
            }
            var key = (ECPrivateKey) factory.generatePrivate(new PKCS8EncodedKeySpec(encoded));
            require(key.getParams(), curve);
            return new PemKey(publicHalf(key, curve), key);
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            throw new IllegalArgumentException("must be a key of the curve P-256", unreadable);
        }
    }

    private static ECParameterSpec curve() throws GeneralSecurityException {
        var parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(CURVE));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    private static void require(ECParameterSpec found, ECParameterSpec curve) {
        if (!found.getCurve().equals(curve.getCurve())
                || !found.getGenerator().equals(curve.getGenerator())
                || !found.getOrder().equals(curve.getOrder())) {
            throw new IllegalArgumentException("another curve");
        }
    }

    /// PKCS#8 need not contain the public half, and the JDK does not derive it. A key agreement with the
    /// curve's generator gives its x; of the two points with that x it is the one that verifies what the
    /// private half signs.
    private static ECPublicKey publicHalf(ECPrivateKey key, ECParameterSpec curve) throws GeneralSecurityException {
        var factory = KeyFactory.getInstance("EC");
        var agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(key);
        agreement.doPhase(factory.generatePublic(new ECPublicKeySpec(curve.getGenerator(), curve)), true);
        var x = new BigInteger(1, agreement.generateSecret());
        var prime = ((ECFieldFp) curve.getCurve().getField()).getP();
        var square = x.pow(3)
                .add(curve.getCurve().getA().multiply(x))
                .add(curve.getCurve().getB())
                .mod(prime);
        var y = square.modPow(prime.add(BigInteger.ONE).shiftRight(2), prime);
        for (var candidate : List.of(y, prime.subtract(y))) {
            var half = (ECPublicKey) factory.generatePublic(new ECPublicKeySpec(new ECPoint(x, candidate), curve));
            if (isPair(key, half)) {
                return half;
            }
        }
        throw new IllegalArgumentException("no public half");
    }

    private static boolean isPair(ECPrivateKey key, ECPublicKey half) throws GeneralSecurityException {
        var text = "a pair".getBytes(StandardCharsets.UTF_8);
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(text);
        var signed = signature.sign();
        signature.initVerify(half);
        signature.update(text);
        return signature.verify(signed);
    }
}
