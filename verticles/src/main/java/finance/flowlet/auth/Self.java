package finance.flowlet.auth;

import finance.flowlet.auth.Audit.Note;
import finance.flowlet.auth.Guesses.Guess;
import finance.flowlet.auth.PersonStore.Credentials;
import finance.flowlet.bus.Fault;
import finance.flowlet.contract.auth.Attempt;
import finance.flowlet.id.UserId;
import finance.flowlet.problem.Code;
import io.vertx.core.buffer.Buffer;
import java.time.OffsetDateTime;
import java.util.Optional;

/// A person who is logged in, wants to change how they log in, and is about to prove once more that it is
/// them.
record Self(Attempt attempt, Credentials known, Guess guess, Optional<Buffer> fingerprint) {
    /// What was done before under the same idempotency key.
    enum Before {
        NOTHING,
        THE_SAME,
        SOMETHING_ELSE
    }

    static Self of(Attempt attempt, AuthStore store, Guesses guesses) {
        var caller = attempt.caller();
        var known = store.people()
                .credentials(caller.tenant(), attempt.user())
                .orElseThrow(() -> new Fault(Code.UNAUTHENTICATED));
        return new Self(
                attempt,
                known,
                guesses.of(known.person(), attempt.source(), caller.requestId()),
                guesses.fingerprint(attempt));
    }

    UserId id() {
        return attempt.user();
    }

    /// Until the transaction ends nothing else changes how this person logs in, and no login completes.
    /// Frozen meanwhile, or with another password, they have to log in again.
    void lock(AuthStore steps) {
        if (!steps.people().lock(known)) {
            throw new Fault(Code.UNAUTHENTICATED);
        }
    }

    /// The same, unless it was done under the same idempotency key while we waited.
    Before lockUnlessDone(AuthStore steps) {
        var unchanged = steps.people().lock(known);
        var before = before(steps);
        if (!unchanged && before == Before.NOTHING) {
            throw new Fault(Code.UNAUTHENTICATED);
        }
        return before;
    }

    void note(AuthStore steps, String action, OffsetDateTime now) {
        steps.audit().note(Note.by(attempt.caller(), action, id()), now);
    }

    /// A customer and their staff may choose the same key, so it counts for this person alone.
    Before before(AuthStore store) {
        var key = attempt.key();
        if (key == null) {
            return Before.NOTHING;
        }
        return store.answered()
                .find(id(), key.text())
                .map(done -> Optional.of(done).equals(fingerprint) ? Before.THE_SAME : Before.SOMETHING_ELSE)
                .orElse(Before.NOTHING);
    }

    /// Remembers that it is done, in the transaction that does it.
    void done(AuthStore steps, OffsetDateTime now) {
        var key = attempt.key();
        if (key != null) {
            steps.answered().note(id(), key.text(), fingerprint.orElseThrow(), now);
        }
    }
}
