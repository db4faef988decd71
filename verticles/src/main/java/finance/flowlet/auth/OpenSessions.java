package finance.flowlet.auth;

import finance.flowlet.auth.Audit.Note;
import finance.flowlet.contract.auth.EndOtherSessions;
import finance.flowlet.contract.auth.EndSession;
import finance.flowlet.contract.auth.ListSessions;
import finance.flowlet.id.InvalidIdException;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.platform.Platform;
import java.util.List;
import java.util.Optional;

/// Where people are logged in, for them to see and to end.
final class OpenSessions {
    private final Platform platform;
    private final AuthStore store;
    private final Revocations revocations;

    OpenSessions(Platform platform, AuthStore store, Revocations revocations) {
        this.platform = platform;
        this.store = store;
        this.revocations = revocations;
    }

    /// Of somebody out of reach there is nothing to see, as of somebody who does not exist.
    ListSessions.Found list(ListSessions question) {
        var tenant = question.caller().tenant();
        var reach = question.reach();
        var named = question.userId();
        var user = named == null ? Optional.of(reach.user()) : named(tenant, named);
        var seen = user.filter(found -> reach.everybodys() || found.equals(reach.user()));
        return new ListSessions.Found(
                seen.isEmpty()
                        ? List.of()
                        : store.sessions()
                                .page(
                                        tenant,
                                        seen.get(),
                                        Times.now(platform.clock()),
                                        question.after(),
                                        question.limit(),
                                        question.offset()));
    }

    private Optional<UserId> named(TenantId tenant, String userId) {
        if (!userId.startsWith(UserId.PREFIX + "_")) {
            return store.people().customer(tenant, userId);
        }
        try {
            return Optional.of(UserId.parse(userId));
        } catch (InvalidIdException notAnId) {
            return Optional.empty();
        }
    }

    EndSession.Outcome end(EndSession command) {
        var caller = command.caller();
        var only = command.reach().everybodys() ? null : command.reach().user();
        var now = Times.now(platform.clock());
        boolean ended = store.together(steps -> {
            var done = steps.sessions().revoke(caller.tenant(), only, command.session(), now);
            if (done) {
                steps.audit().note(Note.by(caller, "session.revoked", command.session()), now);
            }
            return done;
        });
        if (!ended) {
            return new EndSession.Unknown();
        }
        revocations.ended(List.of(command.session()));
        return new EndSession.Ended();
    }

    EndOtherSessions.Ended endOthers(EndOtherSessions command) {
        var now = Times.now(platform.clock());
        var ended = store.together(steps -> {
            var others = steps.sessions().revokeAll(command.user(), command.session(), now);
            others.forEach(session -> steps.audit().note(Note.by(command.caller(), "session.revoked", session), now));
            return others;
        });
        revocations.ended(ended);
        return new EndOtherSessions.Ended(ended.size());
    }
}
