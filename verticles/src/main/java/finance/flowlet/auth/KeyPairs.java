package finance.flowlet.auth;

import finance.flowlet.contract.auth.ListTokenKeys;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// ES256: one private key signs, the public halves of all that are listed verify, so that tokens outlive a
/// rotation.
///
/// A signature has one form, two numbers of 32 bytes (RFC 7518, section 3.4); the DER form that others
/// write is refused, and so is a signature of the right length whose numbers are out of range.
final class KeyPairs implements TokenKeys {
    private static final String ALGORITHM = "SHA256withECDSAinP1363Format";
    private static final int NUMBER_BYTES = 32;

    private final Map<String, PemKey> keys;
    private final Header header;
    private final ECPrivateKey signing;

    /// `signing` is the name of the key that signs; without one it is the last by name that can.
    KeyPairs(Map<String, PemKey> keys, @Nullable String signing) {
        var able = new TreeMap<String, ECPrivateKey>();
        keys.forEach((name, key) -> {
            var half = key.privateHalf();
            if (half != null) {
                able.put(name, half);
            }
        });
        if (able.isEmpty()) {
            throw new IllegalStateException("jwt.keys: none has a private half to sign with");
        }
        var name = signing == null ? able.lastKey() : signing;
        var chosen = able.get(name);
        if (chosen == null) {
            throw new IllegalStateException("jwt.signingKey: no file of jwt.keys with a private half is named " + name);
        }
        this.keys = Map.copyOf(keys);
        this.header = new Header("ES256", "at+jwt", name);
        this.signing = chosen;
    }

    private record Header(String alg, String typ, String kid) {}

    @Override
    public Record header() {
        return header;
    }

    @Override
    public byte[] sign(String signed) {
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initSign(signing);
            signature.update(signed.getBytes(StandardCharsets.UTF_8));
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("this key has signed before", impossible);
        }
    }

    @Override
    public boolean haveSigned(String token, byte[] header) {
        var stated = AccessTokens.strict(header, Header.class);
        var key = stated == null ? null : keys.get(stated.kid());
        if (stated == null || key == null || !stated.equals(new Header(this.header.alg, this.header.typ, stated.kid))) {
            return false;
        }
        var lastDot = token.lastIndexOf('.');
        var bytes = AccessTokens.bytes(token.substring(lastDot + 1));
        return bytes.length == 2 * NUMBER_BYTES && verifies(key, token.substring(0, lastDot), bytes);
    }

    private static boolean verifies(PemKey key, String signed, byte[] bytes) {
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key.publicHalf());
            signature.update(signed.getBytes(StandardCharsets.UTF_8));
            return signature.verify(bytes);
        } catch (SignatureException outOfRange) {
            return false;
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("this key has been used before", impossible);
        }
    }

    @Override
    public List<ListTokenKeys.Key> published() {
        return new TreeMap<>(keys)
                .entrySet().stream()
                        .map(entry -> {
                            var point = entry.getValue().publicHalf().getW();
                            return new ListTokenKeys.Key(
                                    entry.getKey(), coordinate(point.getAffineX()), coordinate(point.getAffineY()));
                        })
                        .toList();
    }

    /// In 32 bytes, whatever zeros it begins with.
    private static String coordinate(BigInteger number) {
        var bytes = number.toByteArray();
        var fixed = new byte[NUMBER_BYTES];
        var length = Math.min(bytes.length, NUMBER_BYTES);
        System.arraycopy(bytes, bytes.length - length, fixed, NUMBER_BYTES - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    }
}
