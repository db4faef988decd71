package finance.flowlet.auth;

import finance.flowlet.contract.auth.DisableMfa;
import finance.flowlet.contract.auth.RenewRecoveryCodes;
import finance.flowlet.platform.Platform;
import java.security.SecureRandom;

/// What may be done with a second factor that is active: give it up, and draw new recovery codes.
final class FactorChanges {
    private final Platform platform;
    private final AuthStore store;
    private final Passwords passwords;
    private final Guesses guesses;
    private final SecondFactors factors;
    private final Revocations revocations;
    private final SecureRandom random;

    FactorChanges(
            Platform platform,
            AuthStore store,
            Passwords passwords,
            Guesses guesses,
            SecondFactors factors,
            Revocations revocations,
            SecureRandom random) {
        this.platform = platform;
        this.store = store;
        this.passwords = passwords;
        this.guesses = guesses;
        this.factors = factors;
        this.revocations = revocations;
        this.random = random;
    }

    DisableMfa.Outcome disable(DisableMfa command) {
        var self = Self.of(command.attempt(), store, guesses);
        var before = self.before(store);
        return before == Self.Before.NOTHING ? prove(self, command) : replayed(before);
    }

    private static DisableMfa.Outcome replayed(Self.Before before) {
        return before == Self.Before.THE_SAME ? new DisableMfa.Replayed() : new DisableMfa.KeyReused();
    }

    private DisableMfa.Outcome prove(Self self, DisableMfa command) {
        if (!self.known().secondFactor()) {
            return new DisableMfa.NotActive();
        }
        var right = passwords.matches(command.password(), self.known().passwordHash());
        var outcome = store.together(steps -> {
            var before = self.lockUnlessDone(steps);
            if (before != Self.Before.NOTHING) {
                return replayed(before);
            }
            return switch (guesses.judge(steps, self.guess(), "login.failed", () -> right)) {
                case Guesses.Right() -> disable(steps, self, command);
                case Guesses.Wrong() -> new DisableMfa.InvalidPassword();
                case Guesses.Locked(var seconds) -> new DisableMfa.Locked(seconds);
            };
        });
        revocations.changed(self.id());
        return outcome;
    }

    private DisableMfa.Outcome disable(AuthStore steps, Self self, DisableMfa command) {
        var verdict = guesses.judge(
                steps, self.guess(), "mfa.failed", () -> factors.shown(steps, self.id(), command.factor()));
        return switch (verdict) {
            case Guesses.Right() -> {
                var now = Times.now(platform.clock());
                steps.mfa().remove(self.id());
                self.note(steps, "mfa.disabled", now);
                self.done(steps, now);
                yield new DisableMfa.Disabled();
            }
            case Guesses.Wrong() -> new DisableMfa.InvalidCode();
            case Guesses.Locked(var seconds) -> new DisableMfa.Locked(seconds);
        };
    }

    RenewRecoveryCodes.Outcome renew(RenewRecoveryCodes command) {
        var self = Self.of(command.attempt(), store, guesses);
        if (!self.known().secondFactor()) {
            return new RenewRecoveryCodes.NotActive();
        }
        return store.together(steps -> {
            self.lock(steps);
            var verdict = guesses.judge(
                    steps, self.guess(), "mfa.failed", () -> factors.shown(steps, self.id(), command.factor()));
            return switch (verdict) {
                case Guesses.Right() -> {
                    self.note(steps, "mfa.codes_renewed", Times.now(platform.clock()));
                    yield new RenewRecoveryCodes.Renewed(factors.renewCodes(steps, self.id(), random));
                }
                case Guesses.Wrong() -> new RenewRecoveryCodes.InvalidCode();
                case Guesses.Locked(var seconds) -> new RenewRecoveryCodes.Locked(seconds);
            };
        });
    }
}
