package finance.flowlet.auth;

import finance.flowlet.auth.Audit.Note;
import finance.flowlet.auth.FailureStore.Subjects;
import finance.flowlet.auth.PersonStore.Credentials;
import finance.flowlet.contract.auth.LogIn;
import finance.flowlet.id.SessionId;
import finance.flowlet.platform.Platform;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;

/// Exchanges passwords for sessions.
///
/// An unknown e-mail address, a wrong password and a frozen person take the same steps and the same time. A verdict is
/// given in the order in which it is counted: of many guesses sent at once, those that are counted after the lock learn
/// nothing, and a right one among them opens nothing.
final class Logins {
    private final Platform platform;
    private final AuthStore store;
    private final Passwords passwords;
    private final SessionTokens tokens;
    private final Pepper pepper;

    Logins(Platform platform, AuthStore store, Passwords passwords, SessionTokens tokens, Pepper pepper) {
        this.platform = platform;
        this.store = store;
        this.passwords = passwords;
        this.tokens = tokens;
        this.pepper = pepper;
    }

    LogIn.Outcome logIn(LogIn attempt) {
        var subjects = new Subjects(
                pepper.account(EmailAddress.spelling(attempt.email())),
                pepper.source(Source.of(attempt.source()).network()));
        var locked = store.failures().lockedUntil(subjects, Times.now(platform.clock()));
        if (locked.isPresent()) {
            return locked(locked.get());
        }
        var known = EmailAddress.parse(attempt.email()).flatMap(store.people()::credentials);
        var hash = known.map(Credentials::passwordHash).orElse(passwords.nobodys());
        var right = passwords.matches(attempt.password(), hash);
        return right && known.isPresent() && known.get().active()
                ? open(attempt, known.get(), subjects)
                : refuse(attempt, known, subjects);
    }

    private LogIn.Outcome open(LogIn attempt, Credentials known, Subjects subjects) {
        var now = Times.now(platform.clock());
        var session = new SessionId(platform.ids().next());
        var refreshToken = tokens.nextRefreshToken();
        var end = tokens.end(now);
        var person = known.person();
        boolean opened = store.together(steps -> {
            var done =
                    steps.sessions().open(session, person.id(), pepper.refreshToken(refreshToken), subjects, now, end);
            if (done) {
                steps.audit()
                        .note(Note.by(person, "session.opened", session, attempt.source(), attempt.requestId()), now);
            }
            return done;
        });
        if (!opened) {
            // A lock or a freeze came while the password was being compared.
            return store.failures()
                    .lockedUntil(subjects, now)
                    .map(this::locked)
                    .orElseGet(LogIn.InvalidCredentials::new);
        }
        if (passwords.outdated(known.passwordHash())) {
            store.people().rehash(person.id(), known.passwordHash(), passwords.hash(attempt.password()));
        }
        return new LogIn.LoggedIn(tokens.pair(session, person, end, refreshToken, now));
    }

    private LogIn.Outcome refuse(LogIn attempt, Optional<Credentials> known, Subjects subjects) {
        var now = Times.now(platform.clock());
        var count = store.together(steps -> {
            var counted = steps.failures().count(subjects, now);
            steps.audit().note(failure(attempt, known, counted.locks() ? "login.locked" : "login.failed"), now);
            return counted;
        });
        return count.lockedUntil()
                .filter(_ -> count.refused())
                .map(this::locked)
                .orElseGet(LogIn.InvalidCredentials::new);
    }

    private static Note failure(LogIn attempt, Optional<Credentials> known, String action) {
        var person = known.map(Credentials::person);
        return new Note(
                person.map(Person::tenant).orElse(null),
                "anonymous",
                action,
                person.map(found -> found.id().toString()).orElse(null),
                attempt.source(),
                attempt.requestId());
    }

    private LogIn.Outcome locked(OffsetDateTime until) {
        var wait = Duration.between(Times.now(platform.clock()), until);
        return new LogIn.Locked(Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds()));
    }
}
