package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.id.SessionId;
import finance.flowlet.id.UserId;

/// Draws a secret for an authenticator app. It counts for nothing until [ActivateMfa]; asked again before
/// that, it draws another.
public record EnrollMfa(Caller caller, UserId user, SessionId session) {
    public static final Address<EnrollMfa, Outcome> ADDRESS =
            new Address<>("auth.enroll-mfa.v1", EnrollMfa.class, Outcome.class);

    @OneOf
    public sealed interface Outcome {}

    /// `secret` in base32, and `secretUri` with the same as `otpauth://`: for typing and for scanning.
    public record Enrolled(String secret, String secretUri) implements Outcome {
        /// For logs: no secret.
        @Override
        public String toString() {
            return "Enrolled[...]";
        }
    }

    /// The session was not opened just now: a thief who has found one must not be able to lock its owner
    /// out.
    public record LoginTooOld() implements Outcome {}

    /// There is an authenticator app already.
    public record AlreadyActive() implements Outcome {}
}
