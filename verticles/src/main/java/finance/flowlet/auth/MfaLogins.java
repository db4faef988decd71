package finance.flowlet.auth;

import finance.flowlet.auth.PersonStore.Credentials;
import finance.flowlet.contract.auth.VerifyMfa;
import finance.flowlet.platform.Platform;
import io.vertx.core.buffer.Buffer;

/// Completes logins that need a second factor. Tries are limited twice: those of one token, and the wrong
/// ones of an account, however many tokens a right password has bought.
final class MfaLogins {
    private final Platform platform;
    private final AuthStore store;
    private final Guesses guesses;
    private final SecondFactors factors;
    private final SessionOpener opener;
    private final Pepper pepper;

    MfaLogins(
            Platform platform,
            AuthStore store,
            Guesses guesses,
            SecondFactors factors,
            SessionOpener opener,
            Pepper pepper) {
        this.platform = platform;
        this.store = store;
        this.guesses = guesses;
        this.factors = factors;
        this.opener = opener;
        this.pepper = pepper;
    }

    VerifyMfa.Outcome verify(VerifyMfa attempt) {
        var hash = pepper.mfaToken(attempt.mfaToken());
        var owner = store.challenges().owner(hash, Times.now(platform.clock()));
        return owner.isEmpty()
                ? new VerifyMfa.InvalidToken()
                : store.together(steps -> judge(steps, hash, owner.get(), attempt));
    }

    private VerifyMfa.Outcome judge(AuthStore steps, Buffer hash, Credentials owner, VerifyMfa attempt) {
        var now = Times.now(platform.clock());
        var guess = guesses.of(owner.person(), attempt.source(), attempt.requestId());
        var most = platform.config().auth().mfa().challengeAttempts();
        // One guess of a person after another, so that those sent at once are not judged before they count.
        if (!steps.people().lock(owner) || !steps.challenges().attempt(hash, most, now)) {
            return new VerifyMfa.InvalidToken();
        }
        var user = owner.person().id();
        return switch (guesses.judge(steps, guess, "mfa.failed", () -> factors.shown(steps, user, attempt.factor()))) {
            case Guesses.Right() -> {
                steps.challenges().spend(hash);
                yield opener.open(steps, owner, guess, true)
                        .<VerifyMfa.Outcome>map(VerifyMfa.LoggedIn::new)
                        // A lock came at this very moment.
                        .orElseGet(VerifyMfa.InvalidToken::new);
            }
            case Guesses.Wrong() -> new VerifyMfa.InvalidCode();
            case Guesses.Locked(var seconds) -> new VerifyMfa.Locked(seconds);
        };
    }
}
