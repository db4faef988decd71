package finance.flowlet.auth;

import finance.flowlet.contract.auth.TokenPair;
import finance.flowlet.id.IdSource;
import finance.flowlet.id.SessionId;
import finance.flowlet.id.TypeId;
import finance.flowlet.platform.FlowletConfig;
import java.security.SecureRandom;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;

/// The tokens of a session: an access token that states who it is for, and an opaque refresh token that
/// states nothing.
final class SessionTokens {
    private static final String REFRESH_PREFIX = "rt_";
    private static final String TOKEN_PREFIX = "tok";

    private final FlowletConfig.Jwt config;
    private final AccessTokens accessTokens;
    private final IdSource ids;
    private final SecureRandom random;

    SessionTokens(FlowletConfig.Jwt config, AccessTokens accessTokens, IdSource ids, SecureRandom random) {
        this.config = config;
        this.accessTokens = accessTokens;
        this.ids = ids;
        this.random = random;
    }

    /// A refresh token that nobody has yet.
    String nextRefreshToken() {
        return OpaqueToken.draw(REFRESH_PREFIX, random);
    }

    /// When a session that starts at `now` ends, however often it is refreshed.
    OffsetDateTime end(OffsetDateTime now) {
        return now.plusSeconds(config.refreshExpiresInSeconds());
    }

    /// What the client is handed. An access token never outlives its session.
    TokenPair pair(
            SessionId session, Person person, OffsetDateTime sessionEnd, String refreshToken, OffsetDateTime now) {
        var seconds = now.toEpochSecond();
        var expiry = Math.min(seconds + config.expiresInSeconds(), sessionEnd.toEpochSecond());
        var claims = new Claims(
                config.issuer(),
                List.of(config.audience()),
                person.id().toString(),
                person.tenant().toString(),
                session.toString(),
                List.of(person.role().name().toLowerCase(Locale.ROOT)),
                seconds,
                seconds,
                expiry,
                TypeId.encode(TOKEN_PREFIX, ids.next()));
        return new TokenPair(accessTokens.sign(claims), refreshToken, expiry - seconds, person.view());
    }
}
