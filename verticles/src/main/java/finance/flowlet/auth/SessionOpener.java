package finance.flowlet.auth;

import finance.flowlet.auth.Audit.Note;
import finance.flowlet.auth.Guesses.Guess;
import finance.flowlet.auth.PersonStore.Credentials;
import finance.flowlet.auth.SessionStore.Opening;
import finance.flowlet.contract.auth.TokenPair;
import finance.flowlet.id.SessionId;
import finance.flowlet.platform.Platform;
import java.util.Optional;

/// Opens sessions for people who have proved who they are.
final class SessionOpener {
    private final Platform platform;
    private final SessionTokens tokens;
    private final Pepper pepper;

    SessionOpener(Platform platform, SessionTokens tokens, Pepper pepper) {
        this.platform = platform;
        this.tokens = tokens;
        this.pepper = pepper;
    }

    /// Opens a session, unless the person was frozen, the password changed, a second factor came or
    /// something was locked while the proof was being looked at.
    Optional<TokenPair> open(AuthStore steps, Credentials proved, Guess guess, boolean secondFactor) {
        if (!steps.people().keep(proved)) {
            return Optional.empty();
        }
        var now = Times.now(platform.clock());
        var person = proved.person();
        var session = new SessionId(platform.ids().next());
        var refreshToken = tokens.nextRefreshToken();
        var end = tokens.end(now);
        var opening = new Opening(
                session,
                person.id(),
                pepper.refreshToken(refreshToken),
                guess.subjects(),
                now,
                end,
                guess.source(),
                secondFactor);
        if (!steps.sessions().open(opening)) {
            return Optional.empty();
        }
        steps.audit().note(Note.by(person, "session.opened", session, guess.source(), guess.requestId()), now);
        return Optional.of(tokens.pair(session, person, end, refreshToken, now));
    }
}
