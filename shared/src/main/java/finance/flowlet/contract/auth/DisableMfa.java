package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;

/// Gives up the second factor, proved by both factors.
public record DisableMfa(Attempt attempt, String password, SecondFactor factor) {
    public static final Address<DisableMfa, Outcome> ADDRESS =
            new Address<>("auth.disable-mfa.v1", DisableMfa.class, Outcome.class);

    @OneOf
    public sealed interface Outcome {}

    public record Disabled() implements Outcome {}

    /// Done before, for the same idempotency key and the same request.
    public record Replayed() implements Outcome {}

    /// The idempotency key was used before for another request.
    public record KeyReused() implements Outcome {}

    /// There is none.
    public record NotActive() implements Outcome {}

    public record InvalidPassword() implements Outcome {}

    public record InvalidCode() implements Outcome {}

    public record Locked(long retryAfterSeconds) implements Outcome {}

    /// For logs: neither the password nor a code.
    @Override
    public String toString() {
        return "DisableMfa[" + attempt.user() + "]";
    }
}
