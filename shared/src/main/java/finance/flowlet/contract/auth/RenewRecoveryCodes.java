package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import java.util.List;

/// Draws new recovery codes, proved by the second factor; those of before work no more.
public record RenewRecoveryCodes(Attempt attempt, SecondFactor factor) {
    public static final Address<RenewRecoveryCodes, Outcome> ADDRESS =
            new Address<>("auth.renew-recovery-codes.v1", RenewRecoveryCodes.class, Outcome.class);

    @OneOf
    public sealed interface Outcome {}

    /// `recoveryCodes` are shown this once: only their hashes are kept.
    public record Renewed(List<String> recoveryCodes) implements Outcome {
        public Renewed {
            recoveryCodes = List.copyOf(recoveryCodes);
        }

        /// For logs: no codes.
        @Override
        public String toString() {
            return "Renewed[...]";
        }
    }

    public record NotActive() implements Outcome {}

    public record InvalidCode() implements Outcome {}

    public record Locked(long retryAfterSeconds) implements Outcome {}
}
