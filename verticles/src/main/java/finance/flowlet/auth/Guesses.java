package finance.flowlet.auth;

import finance.flowlet.auth.Audit.Note;
import finance.flowlet.auth.FailureStore.Subjects;
import finance.flowlet.contract.auth.Attempt;
import finance.flowlet.platform.Platform;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/// Counts wrong guesses of passwords and codes alike, so that a second factor gives nobody a second set of
/// tries.
///
/// A verdict is given in the order in which it is counted: of many guesses sent at once, those that are
/// counted after the lock learn nothing, and a right one among them opens nothing.
final class Guesses {
    private final Platform platform;
    private final AuthStore store;
    private final Pepper pepper;

    Guesses(Platform platform, AuthStore store, Pepper pepper) {
        this.platform = platform;
        this.store = store;
        this.pepper = pepper;
    }

    /// A guess: of whose secret, where it is counted, where it came from. `person` is empty when nobody has
    /// the address.
    record Guess(Optional<Person> person, Subjects subjects, String source, String requestId) {}

    /// What a guess came to.
    sealed interface Verdict {}

    record Right() implements Verdict {}

    record Wrong() implements Verdict {}

    /// There was a lock already: right and wrong look the same until it ends.
    record Locked(long seconds) implements Verdict {}

    /// Whom a guess for the account `email` is counted for.
    Subjects subjects(String email, String source) {
        return new Subjects(
                pepper.account(EmailAddress.spelling(email)),
                pepper.source(Source.of(source).network()));
    }

    Guess of(Person person, String source, String requestId) {
        return new Guess(Optional.of(person), subjects(String.valueOf(person.email()), source), source, requestId);
    }

    /// What was asked under an idempotency key, as the database may see it.
    Optional<Buffer> fingerprint(Attempt attempt) {
        return Optional.ofNullable(attempt.key()).map(key -> pepper.fingerprint(key.fingerprint()));
    }

    /// The seconds that a lock still holds, if there is one.
    OptionalLong locked(Subjects subjects) {
        return locked(store, subjects);
    }

    /// The same within a transaction: what was right only before the lock opens nothing.
    OptionalLong locked(AuthStore steps, Subjects subjects) {
        return seconds(steps.failures().lockedUntil(subjects, Times.now(platform.clock())));
    }

    /// Judges a guess. A wrong one is counted, and noted as `action`.
    Verdict judge(AuthStore steps, Guess guess, String action, BooleanSupplier right) {
        var locked = locked(steps, guess.subjects());
        if (locked.isPresent()) {
            return new Locked(locked.getAsLong());
        }
        return right.getAsBoolean() ? new Right() : wrong(steps, guess, action);
    }

    /// Counts a wrong guess.
    Verdict wrong(AuthStore steps, Guess guess, String action) {
        var now = Times.now(platform.clock());
        var count = steps.failures().count(guess.subjects(), now);
        steps.audit().note(note(guess, count.locks() ? "login.locked" : action), now);
        var seconds = seconds(count.lockedUntil().filter(_ -> count.refused()));
        return seconds.isPresent() ? new Locked(seconds.getAsLong()) : new Wrong();
    }

    private static Note note(Guess guess, String action) {
        return new Note(
                guess.person().map(Person::tenant).orElse(null),
                "anonymous",
                action,
                guess.person().map(found -> found.id().toString()).orElse(null),
                guess.source(),
                guess.requestId());
    }

    private OptionalLong seconds(Optional<OffsetDateTime> until) {
        if (until.isEmpty()) {
            return OptionalLong.empty();
        }
        var wait = Duration.between(Times.now(platform.clock()), until.get());
        return OptionalLong.of(Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds()));
    }
}
