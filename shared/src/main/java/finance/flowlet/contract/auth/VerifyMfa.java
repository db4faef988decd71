package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;

/// Completes a login that asked for a second factor. Of the tokens that ask for one each can be tried a few
/// times, for a few minutes, and works once.
public record VerifyMfa(String mfaToken, SecondFactor factor, String source, String requestId) {
    public static final Address<VerifyMfa, Outcome> ADDRESS =
            new Address<>("auth.verify-mfa.v1", VerifyMfa.class, Outcome.class);

    @OneOf
    public sealed interface Outcome {}

    public record LoggedIn(TokenPair tokens) implements Outcome {}

    /// Not one of ours, used, tried too often, or too old: log in again.
    public record InvalidToken() implements Outcome {}

    /// Wrong, or used before.
    public record InvalidCode() implements Outcome {}

    /// Too many failures of this account or from this source: a right code is refused too, until then.
    public record Locked(long retryAfterSeconds) implements Outcome {}

    /// For logs: no token.
    @Override
    public String toString() {
        return "VerifyMfa[" + requestId + "]";
    }
}
