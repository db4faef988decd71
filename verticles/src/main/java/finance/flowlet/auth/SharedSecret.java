package finance.flowlet.auth;

import finance.flowlet.contract.auth.ListTokenKeys;
import io.vertx.core.Vertx;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HS256: one secret signs and verifies. vertx-auth-jwt verifies; it cannot sign for us, because it calls
/// every token it makes `JWT`.
final class SharedSecret implements TokenKeys {
    private static final String ALGORITHM = "HmacSHA256";
    private static final Header HEADER = new Header("HS256", "at+jwt");

    private final SecretKeySpec key;
    private final JWTAuth verifier;

    SharedSecret(Vertx vertx, String secret) {
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.verifier = JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .addPubSecKey(new PubSecKeyOptions()
                                .setAlgorithm(HEADER.alg())
                                .setBuffer(secret))
                        .setJWTOptions(new JWTOptions().setIgnoreExpiration(true)));
    }

    /// All that may stand in a header: a key id, a key or the place of one would be somebody else's.
    private record Header(String alg, String typ) {}

    @Override
    public Record header() {
        return HEADER;
    }

    @Override
    public byte[] sign(String signed) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new AssertionError("every Java platform has " + ALGORITHM, impossible);
        }
    }

    /// It waits, so it is not for an event loop.
    @Override
    public boolean haveSigned(String token, byte[] header) {
        return HEADER.equals(AccessTokens.strict(header, Header.class))
                && verifier.authenticate(new TokenCredentials(token))
                        .map(true)
                        .otherwise(false)
                        .await();
    }

    @Override
    public List<ListTokenKeys.Key> published() {
        return List.of();
    }
}
