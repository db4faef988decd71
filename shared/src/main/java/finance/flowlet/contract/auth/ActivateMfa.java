package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.id.SessionId;
import java.util.List;

/// Proves that the authenticator app works; from now on every login needs it. Sessions that did without it
/// end, except for `session`.
public record ActivateMfa(Attempt attempt, SessionId session, String code) {
    public static final Address<ActivateMfa, Outcome> ADDRESS =
            new Address<>("auth.activate-mfa.v1", ActivateMfa.class, Outcome.class);

    @OneOf
    public sealed interface Outcome {}

    /// `recoveryCodes` are shown this once: only their hashes are kept.
    public record Activated(List<String> recoveryCodes) implements Outcome {
        public Activated {
            recoveryCodes = List.copyOf(recoveryCodes);
        }

        /// For logs: no codes.
        @Override
        public String toString() {
            return "Activated[...]";
        }
    }

    /// Nothing was enrolled.
    public record NotEnrolled() implements Outcome {}

    public record AlreadyActive() implements Outcome {}

    public record InvalidCode() implements Outcome {}

    public record Locked(long retryAfterSeconds) implements Outcome {}

    /// For logs: no code.
    @Override
    public String toString() {
        return "ActivateMfa[" + attempt.user() + "]";
    }
}
