package finance.flowlet.auth;

import finance.flowlet.platform.FlowletConfig;
import io.vertx.core.Vertx;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/// Access tokens: JWT signed with HS256, typed `at+jwt` so that no other kind of token passes for one (RFC 8725, RFC
/// 9068).
///
/// There is one algorithm and one key, and neither is chosen by the token: a header that says anything but what ours
/// says, or says more, is refused before it is obeyed, and a segment has one spelling. vertx-auth-jwt then verifies the
/// signature. It cannot sign for us, because it calls every token it makes `JWT`; and it takes a token without an
/// expiry, so what the claims must say is ours to check, by our own clock.
final class AccessTokens {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAX_LENGTH = 8192;
    private static final Header HEADER = new Header("HS256", "at+jwt");
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private final FlowletConfig.Jwt config;
    private final Clock clock;
    private final SecretKeySpec key;
    private final JWTAuth verifier;

    AccessTokens(Vertx vertx, FlowletConfig.Jwt config, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.key = new SecretKeySpec(config.secret().getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.verifier = JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .addPubSecKey(new PubSecKeyOptions()
                                .setAlgorithm(HEADER.alg())
                                .setBuffer(config.secret()))
                        .setJWTOptions(new JWTOptions().setIgnoreExpiration(true)));
    }

    /// All that may stand in a header: a key id, a key or the place of one would be somebody else's.
    private record Header(String alg, String typ) {}

    /// Signs `claims`.
    String sign(Claims claims) {
        var signed = segment(MAPPER.writeValueAsBytes(HEADER)) + "." + segment(MAPPER.writeValueAsBytes(claims));
        return signed + "." + signature(signed);
    }

    /// The claims of a token that is ours, for us, and valid now. It waits, so it is not for an event loop.
    Optional<Claims> read(String token) {
        if (token.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        var afterHeader = token.indexOf('.');
        var afterClaims = token.indexOf('.', afterHeader + 1);
        if (afterHeader < 0 || afterClaims < 0 || token.indexOf('.', afterClaims + 1) >= 0) {
            return Optional.empty();
        }
        try {
            bytes(token.substring(afterClaims + 1));
            // Read before the verifier sees them: claims of the wrong type make it throw.
            var claims = MAPPER.readerFor(Claims.class)
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .<Claims>readValue(bytes(token.substring(afterHeader + 1, afterClaims)));
            // A header or claims that are the JSON word null are read as no object at all.
            return claims != null && HEADER.equals(header(token.substring(0, afterHeader))) && isSignedByUs(token)
                    ? Optional.of(claims).filter(this::validNow)
                    : Optional.empty();
        } catch (JacksonException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private boolean validNow(Claims claims) {
        var now = clock.instant().getEpochSecond();
        var latestStart = now + config.leewaySeconds();
        return claims.iss().equals(config.issuer())
                && claims.aud().contains(config.audience())
                && claims.exp() > now
                && claims.nbf() <= latestStart
                && claims.iat() <= latestStart;
    }

    private static @Nullable Header header(String segment) {
        return MAPPER.readerFor(Header.class)
                .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .readValue(bytes(segment));
    }

    private String signature(String signed) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return segment(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new AssertionError("every Java platform has " + ALGORITHM, impossible);
        }
    }

    private boolean isSignedByUs(String token) {
        return verifier.authenticate(new TokenCredentials(token))
                .map(true)
                .otherwise(false)
                .await();
    }

    private static String segment(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Reads the only spelling of a segment: no padding, no white space, no stray bits at the end.
    private static byte[] bytes(String segment) {
        var bytes = Base64.getUrlDecoder().decode(segment);
        if (!segment(bytes).equals(segment)) {
            throw new IllegalArgumentException("not canonical base64url");
        }
        return bytes;
    }
}
