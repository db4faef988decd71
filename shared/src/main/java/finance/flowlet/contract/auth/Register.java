package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.id.TenantId;
import finance.flowlet.problem.Code;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Registers a customer of `tenant` (null: of the tenant that the configuration opens to everybody). An e-mail that is
/// taken answers like a new one, after the same work, so that nobody learns who is a customer.
public record Register(@Nullable TenantId tenant, String email, String password, String source, String requestId) {
    public static final Address<Register, Outcome> ADDRESS =
            new Address<>("auth.register.v1", Register.class, Outcome.class);

    @OneOf
    public sealed interface Outcome {}

    /// Done, or the e-mail was taken. `email` is the address as stored: lower case, NFC.
    public record Registered(String email) implements Outcome {}

    /// No tenant takes registrations from the public.
    public record Closed() implements Outcome {}

    /// What was sent cannot be used.
    public record Unacceptable(List<Flaw> flaws) implements Outcome {
        public Unacceptable {
            flaws = List.copyOf(flaws);
        }
    }

    /// One thing that is wrong with an e-mail address or a password; at most one of each is reported.
    public enum Flaw {
        INVALID_EMAIL("/email", Code.INVALID_EMAIL),
        PASSWORD_INVALID_TEXT("/password", Code.INVALID_TEXT),
        PASSWORD_TOO_SHORT("/password", Code.PASSWORD_TOO_SHORT),
        PASSWORD_TOO_LONG("/password", Code.PASSWORD_TOO_LONG),
        PASSWORD_BLOCKED("/password", Code.PASSWORD_BLOCKED);

        private final String pointer;
        private final Code code;

        Flaw(String pointer, Code code) {
            this.pointer = pointer;
            this.code = code;
        }

        /// The field, as an RFC 6901 JSON pointer.
        public String pointer() {
            return pointer;
        }

        /// The code that the client sees.
        public Code code() {
            return code;
        }
    }

    /// For logs: neither the password nor whose it is.
    @Override
    public String toString() {
        return "Register[" + requestId + "]";
    }
}
