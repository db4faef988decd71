package finance.flowlet.auth;

import finance.flowlet.platform.FlowletConfig;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/// Access tokens: JWT typed `at+jwt`, so that no other kind of token passes for one (RFC 8725, RFC 9068).
///
/// There is one algorithm at a time, with its [TokenKeys], and it is not chosen by the token: a header that
/// says anything but what ours says, or says more, is refused before it is obeyed, and a segment has one
/// spelling. What the claims must say is ours to check, by our own clock: libraries take a token without an
/// expiry.
final class AccessTokens {
    private static final int MAX_LENGTH = 8192;
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
    private final TokenKeys keys;

    AccessTokens(FlowletConfig.Jwt config, TokenKeys keys, Clock clock) {
        this.config = config;
        this.keys = keys;
        this.clock = clock;
    }

    /// The keys that a configuration names.
    static TokenKeys keys(Vertx vertx, FlowletConfig.Jwt config) {
        return config.algorithm().equals("HS256")
                ? new SharedSecret(vertx, config.secret())
                : new KeyPairs(KeyFiles.read(config.keys()), config.signingKey());
    }

    /// Signs `claims`.
    String sign(Claims claims) {
        var signed = segment(MAPPER.writeValueAsBytes(keys.header())) + "." + segment(MAPPER.writeValueAsBytes(claims));
        return signed + "." + segment(keys.sign(signed));
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
            return claims != null && keys.haveSigned(token, bytes(token.substring(0, afterHeader)))
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

    /// A `type` that says exactly what it may say.
    static <T> @Nullable T strict(byte[] json, Class<T> type) {
        return MAPPER.readerFor(type)
                .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .readValue(json);
    }

    private static String segment(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Reads the only spelling of a segment: no padding, no white space, no stray bits at the end.
    static byte[] bytes(String segment) {
        var bytes = Base64.getUrlDecoder().decode(segment);
        if (!segment(bytes).equals(segment)) {
            throw new IllegalArgumentException("not canonical base64url");
        }
        return bytes;
    }
}
