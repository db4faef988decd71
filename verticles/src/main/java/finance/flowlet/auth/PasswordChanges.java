package finance.flowlet.auth;

import finance.flowlet.auth.Audit.Note;
import finance.flowlet.auth.PersonStore.Credentials;
import finance.flowlet.contract.auth.ChangePassword;
import finance.flowlet.contract.auth.Register;
import finance.flowlet.contract.auth.RequestPasswordReset;
import finance.flowlet.contract.auth.ResetPassword;
import finance.flowlet.id.SessionId;
import finance.flowlet.platform.Platform;
import java.security.SecureRandom;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// New passwords: by the old one, or by a token that its owner was sent. Whatever the old one has opened or
/// begun ends.
final class PasswordChanges {
    private static final String RESET_PREFIX = "pr_";

    private final Platform platform;
    private final AuthStore store;
    private final Passwords passwords;
    private final PasswordPolicy policy;
    private final Guesses guesses;
    private final Pepper pepper;
    private final Revocations revocations;
    private final Optional<? extends PasswordResetNotice> messenger;
    private final SecureRandom random;

    /// Without a `messenger` forgotten passwords stay forgotten.
    PasswordChanges(
            Platform platform,
            AuthStore store,
            Passwords passwords,
            PasswordPolicy policy,
            Guesses guesses,
            Pepper pepper,
            Revocations revocations,
            Optional<? extends PasswordResetNotice> messenger,
            SecureRandom random) {
        this.platform = platform;
        this.store = store;
        this.passwords = passwords;
        this.policy = policy;
        this.guesses = guesses;
        this.pepper = pepper;
        this.revocations = revocations;
        this.messenger = messenger;
        this.random = random;
    }

    ChangePassword.Outcome change(ChangePassword command) {
        var self = Self.of(command.attempt(), store, guesses);
        var before = self.before(store);
        return before == Self.Before.NOTHING ? prove(self, command) : replayed(before);
    }

    private ChangePassword.Outcome prove(Self self, ChangePassword command) {
        var right = passwords.matches(command.currentPassword(), self.known().passwordHash());
        var verdict = store.together(steps -> guesses.judge(steps, self.guess(), "login.failed", () -> right));
        return switch (verdict) {
            case Guesses.Right() -> change(self, command);
            case Guesses.Wrong() -> new ChangePassword.InvalidPassword();
            case Guesses.Locked(var seconds) -> new ChangePassword.Locked(seconds);
        };
    }

    private ChangePassword.Outcome change(Self self, ChangePassword command) {
        var flaw = flaw(command.newPassword(), self.known().person());
        if (flaw.isPresent()) {
            return new ChangePassword.Unacceptable(List.of(flaw.get()));
        }
        var hash = passwords.hash(command.newPassword());
        var done = store.together(steps -> {
            var before = self.lockUnlessDone(steps);
            if (before != Self.Before.NOTHING) {
                return new Done(replayed(before), List.of());
            }
            var now = Times.now(platform.clock());
            self.note(steps, "password.changed", now);
            self.done(steps, now);
            return new Done(new ChangePassword.Changed(), replace(steps, self.known(), hash, command.session(), now));
        });
        revocations.ended(done.ended());
        return done.outcome();
    }

    /// What is to be told once it is true.
    private record Done(ChangePassword.Outcome outcome, List<SessionId> ended) {}

    private static ChangePassword.Outcome replayed(Self.Before before) {
        return before == Self.Before.THE_SAME ? new ChangePassword.Replayed() : new ChangePassword.KeyReused();
    }

    /// Known address or not, the same statements run.
    RequestPasswordReset.Outcome request(RequestPasswordReset request) {
        if (messenger.isEmpty()) {
            return new RequestPasswordReset.NoMessenger();
        }
        var config = platform.config().auth().reset();
        var now = Times.now(platform.clock());
        var end = now.plusSeconds(config.expiresInSeconds());
        var token = OpaqueToken.draw(RESET_PREFIX, random);
        var email = EmailAddress.spelling(request.email());
        store.together(steps -> {
            var owner = steps.resets().entitled(email, config.maxPending(), now).map(Credentials::person);
            steps.resets().issue(pepper.resetToken(token), owner.map(Person::id), now, end);
            messenger.get().give(steps, owner, token, now, end);
            steps.audit()
                    .note(
                            new Note(
                                    owner.map(Person::tenant).orElse(null),
                                    "anonymous",
                                    "password.reset_requested",
                                    owner.map(found -> found.id().toString()).orElse(null),
                                    request.source(),
                                    request.requestId()),
                            now);
            return owner;
        });
        return new RequestPasswordReset.Accepted();
    }

    ResetPassword.Outcome reset(ResetPassword command) {
        var token = pepper.resetToken(command.token());
        var owner = store.resets().owner(token, Times.now(platform.clock()));
        if (owner.isEmpty()) {
            return new ResetPassword.InvalidToken();
        }
        var known = owner.get();
        var flaw = flaw(command.newPassword(), known.person());
        if (flaw.isPresent()) {
            return new ResetPassword.Unacceptable(List.of(flaw.get()));
        }
        var hash = passwords.hash(command.newPassword());
        var ended = store.together(steps -> {
            var now = Times.now(platform.clock());
            // Of two uses of one token the second waits for the first, then finds another password.
            var locked = steps.people().lock(known) ? steps.resets().owner(token, now) : Optional.<Credentials>empty();
            if (locked.isEmpty()) {
                return Optional.<List<SessionId>>empty();
            }
            steps.audit()
                    .note(
                            Note.by(
                                    known.person(),
                                    "password.reset",
                                    known.person().id(),
                                    command.source(),
                                    command.requestId()),
                            now);
            // A mailbox proves nothing of the second factor, whose wrong codes are counted there too.
            if (!locked.get().secondFactor()) {
                steps.failures()
                        .forgive(guesses.of(known.person(), command.source(), command.requestId())
                                .subjects());
            }
            return Optional.of(replace(steps, known, hash, null, now));
        });
        ended.ifPresent(revocations::ended);
        return ended.isPresent() ? new ResetPassword.Reset() : new ResetPassword.InvalidToken();
    }

    private Optional<Register.Flaw> flaw(String password, Person person) {
        return policy.flaw(password, EmailAddress.parse(String.valueOf(person.email())));
    }

    /// Answers the sessions that ended: all but `keep`.
    private static List<SessionId> replace(
            AuthStore steps, Credentials known, String hash, @Nullable SessionId keep, OffsetDateTime now) {
        var user = known.person().id();
        steps.people().changePassword(user, hash);
        steps.challenges().forget(user);
        steps.resets().useAll(user, now);
        return steps.sessions().revokeAll(user, keep, now);
    }
}
