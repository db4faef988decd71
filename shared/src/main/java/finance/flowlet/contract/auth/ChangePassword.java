package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.id.SessionId;
import java.util.List;

/// Replaces a password by one that its owner chooses, proved by the old one. Every session but `session`
/// ends.
public record ChangePassword(Attempt attempt, SessionId session, String currentPassword, String newPassword) {
    public static final Address<ChangePassword, Outcome> ADDRESS =
            new Address<>("auth.change-password.v1", ChangePassword.class, Outcome.class);

    @OneOf
    public sealed interface Outcome {}

    public record Changed() implements Outcome {}

    /// Done before, for the same idempotency key and the same request.
    public record Replayed() implements Outcome {}

    /// The idempotency key was used before for another request.
    public record KeyReused() implements Outcome {}

    /// The current password is another one.
    public record InvalidPassword() implements Outcome {}

    /// The new password cannot be used.
    public record Unacceptable(List<Register.Flaw> flaws) implements Outcome {
        public Unacceptable {
            flaws = List.copyOf(flaws);
        }
    }

    public record Locked(long retryAfterSeconds) implements Outcome {}

    /// For logs: no password.
    @Override
    public String toString() {
        return "ChangePassword[" + attempt.user() + "]";
    }
}
