package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.auth.EndOtherSessions;
import finance.flowlet.contract.auth.EndSession;
import finance.flowlet.contract.auth.ListSessions;
import finance.flowlet.contract.auth.ListTokenKeys;
import finance.flowlet.contract.auth.Principal.Role;
import finance.flowlet.contract.auth.Reach;
import finance.flowlet.contract.auth.SessionView;
import finance.flowlet.id.SessionId;
import finance.flowlet.id.UserId;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sessions over HTTP, for their owners to see and to end, and the keys that verify their access tokens.
final class SessionRoutes {
    /// How long others may keep our keys. A new one is published at least this long before it signs.
    private static final int KEYS_MAX_AGE_SECONDS = 300;

    private final Bus bus;

    SessionRoutes(Platform platform) {
        this.bus = platform.bus();
    }

    void register(Operations operations) {
        operations
                .on("listSessions", this::list)
                .on("deleteSession", this::end)
                .on("deleteOtherSessions", this::endOthers)
                .on("getTokenKeys", this::keys);
    }

    record OpenSession(
            SessionId id,
            UserId userId,
            boolean current,
            boolean secondFactor,
            @Nullable String source,
            Instant createdAt,
            Instant expiresAt) {}

    private Future<Answer> list(Call call) {
        var page = Page.of(call);
        var after = page.after() == null ? null : SessionId.parse(page.after());
        var question = new ListSessions(
                call.caller(), reach(call), call.query().get("userId"), page.fetch(), page.offset(), after);
        return bus.request(ListSessions.ADDRESS, question)
                .map(found -> page.answer(
                        found.sessions(), session -> session.id().toString(), session -> view(call, session)));
    }

    private static OpenSession view(Call call, SessionView session) {
        return new OpenSession(
                session.id(),
                session.userId(),
                session.id().equals(call.session()),
                session.secondFactor(),
                session.source(),
                session.createdAt(),
                session.expiresAt());
    }

    private static Reach reach(Call call) {
        return new Reach(call.user(), call.who().roles().contains(Role.ADMIN));
    }

    private Future<Answer> end(Call call) {
        return call.id(SessionId::parse)
                .map(id -> bus.request(EndSession.ADDRESS, new EndSession(call.caller(), reach(call), id))
                        .map(outcome -> switch (outcome) {
                            case EndSession.Ended() -> new Answer.Empty();
                            case EndSession.Unknown() -> notFound();
                        }))
                .orElseGet(() -> Future.succeededFuture(notFound()));
    }

    private static Answer notFound() {
        return new Answer.Refused(Code.SESSION_NOT_FOUND);
    }

    private Future<Answer> endOthers(Call call) {
        return bus.request(EndOtherSessions.ADDRESS, new EndOtherSessions(call.caller(), call.user(), call.session()))
                .map(_ -> new Answer.Empty());
    }

    /// A set of JSON Web Keys (RFC 7517).
    record KeySet(List<Key> keys) {
        record Key(String kty, String use, String alg, String kid, String crv, String x, String y) {}
    }

    private Future<Answer> keys(Call call) {
        return bus.request(ListTokenKeys.ADDRESS, new ListTokenKeys())
                .map(found -> new Answer.Public(
                        new KeySet(found.keys().stream()
                                .map(key -> new KeySet.Key("EC", "sig", "ES256", key.name(), "P-256", key.x(), key.y()))
                                .toList()),
                        KEYS_MAX_AGE_SECONDS));
    }
}
