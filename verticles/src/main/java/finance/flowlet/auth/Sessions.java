package finance.flowlet.auth;

import finance.flowlet.auth.Audit.Note;
import finance.flowlet.auth.SessionStore.Alive;
import finance.flowlet.contract.auth.Authenticate;
import finance.flowlet.contract.auth.LogOut;
import finance.flowlet.contract.auth.Principal;
import finance.flowlet.contract.auth.PrincipalRevoked;
import finance.flowlet.contract.auth.RefreshTokens;
import finance.flowlet.id.InvalidIdException;
import finance.flowlet.id.SessionId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.platform.Platform;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.Set;

/// Sessions after their login: who an access token stands for, new tokens for old, and the end.
final class Sessions {
    private final Platform platform;
    private final AuthStore store;
    private final AccessTokens accessTokens;
    private final SessionTokens tokens;
    private final Pepper pepper;

    Sessions(Platform platform, AuthStore store, AccessTokens accessTokens, SessionTokens tokens, Pepper pepper) {
        this.platform = platform;
        this.store = store;
        this.accessTokens = accessTokens;
        this.tokens = tokens;
        this.pepper = pepper;
    }

    /// A token counts only while its session lives and names the person and the tenant of that session.
    /// What the person may do is what the database says now, not what the token said when it was made.
    Authenticate.Outcome authenticate(String accessToken) {
        return accessTokens.read(accessToken).flatMap(this::principal).orElseGet(Authenticate.Refused::new);
    }

    private Optional<Authenticate.Outcome> principal(Claims claims) {
        try {
            var user = UserId.parse(claims.sub());
            var tenant = TenantId.parse(claims.tid());
            return store.sessions()
                    .alive(SessionId.parse(claims.sid()), Times.now(platform.clock()))
                    .filter(session -> session.person().id().equals(user)
                            && session.person().tenant().equals(tenant))
                    .map(session -> new Authenticate.Authenticated(principal(session), expiryMillis(claims, session)));
        } catch (InvalidIdException notOurs) {
            return Optional.empty();
        }
    }

    private Principal principal(Alive session) {
        var person = session.person();
        var required = platform.config().auth().mfa().requiredForStaff() && person.kind() == Principal.Kind.STAFF;
        return new Principal(
                person.tenant(),
                person.kind(),
                person.id().uuid(),
                person.id(),
                session.id(),
                Set.of(person.role()),
                Set.of(),
                session.requiresIdempotency(),
                required && !session.enrolled());
    }

    private static long expiryMillis(Claims claims, Alive session) {
        return Math.min(claims.exp(), session.expiresAt().toEpochSecond()) * 1000;
    }

    RefreshTokens.Outcome refresh(RefreshTokens request) {
        var now = Times.now(platform.clock());
        var next = tokens.nextRefreshToken();
        var hash = pepper.refreshToken(request.refreshToken());
        var session = store.sessions().rotate(hash, pepper.refreshToken(next), now);
        if (session.isEmpty()) {
            endOfUsedToken(hash, request.requestId());
            return new RefreshTokens.Refused();
        }
        var alive = session.get();
        return new RefreshTokens.Refreshed(tokens.pair(alive.id(), alive.person(), alive.expiresAt(), next, now));
    }

    /// One of the two who used this token is a thief, and we cannot tell which: neither goes on.
    private void endOfUsedToken(Buffer hash, String requestId) {
        var now = Times.now(platform.clock());
        var reused = store.sessions().ofUsedToken(hash);
        if (reused.isEmpty()) {
            return;
        }
        var session = reused.get();
        boolean ended = store.together(steps -> {
            var person = steps.sessions().revoke(session, now);
            person.ifPresent(found ->
                    steps.audit().note(Note.by(found, "session.revoked_after_reuse", session, null, requestId), now));
            return person.isPresent();
        });
        if (ended) {
            platform.bus().publish(PrincipalRevoked.ADDRESS, new PrincipalRevoked(session.uuid()));
        }
    }

    LogOut.LoggedOut logOut(LogOut request) {
        var now = Times.now(platform.clock());
        var session = request.session();
        boolean ended = store.together(steps -> {
            var done = steps.sessions().revoke(request.caller().tenant(), null, session, now);
            if (done) {
                steps.audit().note(Note.by(request.caller(), "session.closed", session), now);
            }
            return done;
        });
        if (ended) {
            platform.bus().publish(PrincipalRevoked.ADDRESS, new PrincipalRevoked(session.uuid()));
        }
        return new LogOut.LoggedOut();
    }
}
