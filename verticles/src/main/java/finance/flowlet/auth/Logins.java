package finance.flowlet.auth;

import finance.flowlet.auth.Guesses.Guess;
import finance.flowlet.auth.PersonStore.Credentials;
import finance.flowlet.contract.auth.LogIn;
import finance.flowlet.platform.Platform;
import java.security.SecureRandom;

/// Exchanges passwords for sessions or, where there is a second factor, for a token that asks for it.
///
/// An unknown e-mail address, a wrong password and a frozen person take the same steps and the same time.
final class Logins {
    private static final String MFA_PREFIX = "mfa_";

    private final Platform platform;
    private final AuthStore store;
    private final Passwords passwords;
    private final Guesses guesses;
    private final SessionOpener opener;
    private final Pepper pepper;
    private final SecureRandom random;

    Logins(
            Platform platform,
            AuthStore store,
            Passwords passwords,
            Guesses guesses,
            SessionOpener opener,
            Pepper pepper,
            SecureRandom random) {
        this.platform = platform;
        this.store = store;
        this.passwords = passwords;
        this.guesses = guesses;
        this.opener = opener;
        this.pepper = pepper;
        this.random = random;
    }

    LogIn.Outcome logIn(LogIn attempt) {
        var subjects = guesses.subjects(attempt.email(), attempt.source());
        var locked = guesses.locked(subjects);
        if (locked.isPresent()) {
            return new LogIn.Locked(locked.getAsLong());
        }
        var known = EmailAddress.parse(attempt.email()).flatMap(store.people()::credentials);
        var hash = known.map(Credentials::passwordHash).orElse(passwords.nobodys());
        var right = passwords.matches(attempt.password(), hash);
        var guess = new Guess(known.map(Credentials::person), subjects, attempt.source(), attempt.requestId());
        if (!right || known.isEmpty() || !known.get().active()) {
            return switch (store.together(steps -> guesses.wrong(steps, guess, "login.failed"))) {
                case Guesses.Locked(var seconds) -> new LogIn.Locked(seconds);
                case Guesses.Right(), Guesses.Wrong() -> new LogIn.InvalidCredentials();
            };
        }
        return known.get().secondFactor() ? challenge(known.get(), guess) : open(attempt, known.get(), guess);
    }

    private LogIn.Outcome open(LogIn attempt, Credentials known, Guess guess) {
        var opened = store.together(steps -> opener.open(steps, known, guess, false));
        if (opened.isEmpty()) {
            return late(guess);
        }
        if (passwords.outdated(known.passwordHash())) {
            store.people().rehash(known.person().id(), known.passwordHash(), passwords.hash(attempt.password()));
        }
        return new LogIn.LoggedIn(opened.get());
    }

    /// The failures before are not forgiven yet: half a proof must not buy new tries.
    private LogIn.Outcome challenge(Credentials known, Guess guess) {
        var now = Times.now(platform.clock());
        var token = OpaqueToken.draw(MFA_PREFIX, random);
        var end = now.plusSeconds(platform.config().auth().mfa().challengeSeconds());
        boolean issued = store.together(steps -> {
            var free = steps.people().keep(known)
                    && guesses.locked(steps, guess.subjects()).isEmpty();
            if (free) {
                steps.challenges().issue(pepper.mfaToken(token), known.person().id(), now, end);
            }
            return free;
        });
        return issued ? new LogIn.MfaRequired(token) : late(guess);
    }

    /// What was right only before a lock, a freeze or a change of the password.
    private LogIn.Outcome late(Guess guess) {
        var seconds = guesses.locked(guess.subjects());
        return seconds.isPresent() ? new LogIn.Locked(seconds.getAsLong()) : new LogIn.InvalidCredentials();
    }
}
