package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;

/// Exchanges a password for tokens. `source` is the peer's address, for which failures are counted too.
public record LogIn(String email, String password, String source, String requestId) {
    public static final Address<LogIn, Outcome> ADDRESS = new Address<>("auth.log-in.v1", LogIn.class, Outcome.class);

    @OneOf
    public sealed interface Outcome {}

    public record LoggedIn(TokenPair tokens) implements Outcome {}

    /// The password is right; [VerifyMfa] with this token opens the session.
    public record MfaRequired(String mfaToken) implements Outcome {
        /// For logs: no token.
        @Override
        public String toString() {
            return "MfaRequired[...]";
        }
    }

    /// Wrong password, unknown e-mail or frozen account: they look and last the same.
    public record InvalidCredentials() implements Outcome {}

    /// Too many failures of this account or from this source: a right password is refused too, until then.
    public record Locked(long retryAfterSeconds) implements Outcome {}

    /// For logs: neither the password nor whose it is.
    @Override
    public String toString() {
        return "LogIn[" + requestId + "]";
    }
}
