package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import java.util.List;

/// Sets a new password by the token of a [RequestPasswordReset]. The token works once, and all sessions
/// end.
public record ResetPassword(String token, String newPassword, String source, String requestId) {
    public static final Address<ResetPassword, Outcome> ADDRESS =
            new Address<>("auth.reset-password.v1", ResetPassword.class, Outcome.class);

    @OneOf
    public sealed interface Outcome {}

    public record Reset() implements Outcome {}

    /// Not one of ours, used, or too old.
    public record InvalidToken() implements Outcome {}

    /// The new password cannot be used; the token still can.
    public record Unacceptable(List<Register.Flaw> flaws) implements Outcome {
        public Unacceptable {
            flaws = List.copyOf(flaws);
        }
    }

    /// For logs: neither the token nor the password.
    @Override
    public String toString() {
        return "ResetPassword[" + requestId + "]";
    }
}
