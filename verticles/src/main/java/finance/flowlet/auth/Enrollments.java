package finance.flowlet.auth;

import finance.flowlet.auth.Audit.Note;
import finance.flowlet.bus.Fault;
import finance.flowlet.contract.auth.ActivateMfa;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.auth.DescribeMfa;
import finance.flowlet.contract.auth.EnrollMfa;
import finance.flowlet.contract.auth.Principal;
import finance.flowlet.id.SessionId;
import finance.flowlet.id.UserId;
import finance.flowlet.platform.FlowletConfig.Auth.Mfa;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import java.security.SecureRandom;
import java.util.List;

/// The way to a second factor: a secret for an authenticator app, and the first code that shows that the
/// app has it.
final class Enrollments {
    private final Platform platform;
    private final AuthStore store;
    private final Mfa config;
    private final Guesses guesses;
    private final SecondFactors factors;
    private final Revocations revocations;
    private final SecureRandom random;

    Enrollments(
            Platform platform,
            AuthStore store,
            Guesses guesses,
            SecondFactors factors,
            Revocations revocations,
            SecureRandom random) {
        this.platform = platform;
        this.store = store;
        this.config = platform.config().auth().mfa();
        this.guesses = guesses;
        this.factors = factors;
        this.revocations = revocations;
        this.random = random;
    }

    DescribeMfa.Mfa describe(DescribeMfa question) {
        var person = person(question.caller(), question.user());
        var app = store.mfa().find(person.id());
        var since = app.map(MfaStore.App::activatedAt);
        return new DescribeMfa.Mfa(
                since.isPresent(),
                config.requiredForStaff() && person.kind() == Principal.Kind.STAFF,
                since.map(time -> time.toInstant()).orElse(null),
                since.isPresent() ? store.mfa().codesLeft(person.id()) : 0);
    }

    EnrollMfa.Outcome enroll(EnrollMfa command) {
        var person = person(command.caller(), command.user());
        var now = Times.now(platform.clock());
        if (!store.sessions().openedSince(command.session(), now.minusSeconds(config.enrollWithinSeconds()))) {
            return new EnrollMfa.LoginTooOld();
        }
        var secret = Totp.drawSecret(random);
        boolean enrolled = store.together(steps -> {
            var done = steps.mfa().enroll(person.id(), factors.seal(person.id(), secret), now);
            if (done) {
                steps.audit().note(Note.by(command.caller(), "mfa.enrolled", person.id()), now);
            }
            return done;
        });
        return enrolled
                ? new EnrollMfa.Enrolled(
                        Totp.base32(secret), Totp.uri(secret, config.issuer(), String.valueOf(person.email())))
                : new EnrollMfa.AlreadyActive();
    }

    private Person person(Caller caller, UserId user) {
        return store.people().find(caller.tenant(), user).orElseThrow(() -> new Fault(Code.UNAUTHENTICATED));
    }

    /// What is to be told once it is true.
    private record Done(ActivateMfa.Outcome outcome, List<SessionId> ended) {
        Done(ActivateMfa.Outcome outcome) {
            this(outcome, List.of());
        }
    }

    ActivateMfa.Outcome activate(ActivateMfa command) {
        var self = Self.of(command.attempt(), store, guesses);
        var done = store.together(steps -> {
            self.lock(steps);
            var app = steps.mfa().find(self.id());
            if (app.isEmpty()) {
                return new Done(new ActivateMfa.NotEnrolled());
            }
            return app.get().activatedAt() == null
                    ? judge(steps, self, command)
                    : new Done(new ActivateMfa.AlreadyActive());
        });
        revocations.ended(done.ended());
        revocations.changed(self.id());
        return done.outcome();
    }

    private Done judge(AuthStore steps, Self self, ActivateMfa command) {
        var verdict = guesses.judge(
                steps, self.guess(), "mfa.failed", () -> factors.shownFirst(steps, self.id(), command.code()));
        return switch (verdict) {
            case Guesses.Right() -> activated(steps, self, command.session());
            case Guesses.Wrong() -> new Done(new ActivateMfa.InvalidCode());
            case Guesses.Locked(var seconds) -> new Done(new ActivateMfa.Locked(seconds));
        };
    }

    /// Sessions of a time without a second factor end: whoever had only the password may have opened them.
    private Done activated(AuthStore steps, Self self, SessionId session) {
        var now = Times.now(platform.clock());
        self.note(steps, "mfa.activated", now);
        return new Done(
                new ActivateMfa.Activated(factors.renewCodes(steps, self.id(), random)),
                steps.sessions().revokeAll(self.id(), session, now));
    }
}
