package finance.flowlet.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// An access token made by hand from one of ours: every part of it may be changed and signed again with the right key,
/// which is more than any attacker can do.
record HandMadeToken(String header, String claims) {
    static final String SECRET = "a secret of at least thirty-two bytes, for tests";
    static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}";

    static HandMadeToken from(String token) {
        var segments = token.split("\\.");
        return new HandMadeToken(
                HEADER, new String(Base64.getUrlDecoder().decode(segments[1]), StandardCharsets.UTF_8));
    }

    HandMadeToken withHeader(String changed) {
        return new HandMadeToken(changed, claims);
    }

    /// The claims with `name` set to `json`, or without it when `json` is empty.
    HandMadeToken with(String name, String json) {
        var without = claims.replaceAll(",?\"" + name + "\":(\"[^\"]*\"|\\[[^]]*]|[0-9]+)", "")
                .replace("{,", "{");
        return new HandMadeToken(
                header,
                json.isEmpty()
                        ? without
                        : without.substring(0, without.length() - 1) + ",\"" + name + "\":" + json + "}");
    }

    /// One more member, whether or not there is one of that name.
    HandMadeToken plus(String name, String json) {
        return new HandMadeToken(header, claims.substring(0, claims.length() - 1) + ",\"" + name + "\":" + json + "}");
    }

    String unsigned() {
        return segment(header.getBytes(StandardCharsets.UTF_8)) + "."
                + segment(claims.getBytes(StandardCharsets.UTF_8));
    }

    String signed() {
        return signed("HmacSHA256", SECRET);
    }

    String signed(String algorithm, String secret) {
        try {
            var mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
            return unsigned() + "." + segment(mac.doFinal(unsigned().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException failure) {
            throw new AssertionError(failure);
        }
    }

    static String segment(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
