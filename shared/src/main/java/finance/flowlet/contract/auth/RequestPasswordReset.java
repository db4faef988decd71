package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;

/// Asks for a token that resets a forgotten password, to be sent to the owner of `email`. Whether anybody
/// has that address shows neither in the answer nor in its time.
public record RequestPasswordReset(String email, String source, String requestId) {
    public static final Address<RequestPasswordReset, Outcome> ADDRESS =
            new Address<>("auth.request-password-reset.v1", RequestPasswordReset.class, Outcome.class);

    @OneOf
    public sealed interface Outcome {}

    /// If there is such a person, they will hear of it.
    public record Accepted() implements Outcome {}

    /// Nothing here can send messages.
    public record NoMessenger() implements Outcome {}

    /// For logs: not whose it is.
    @Override
    public String toString() {
        return "RequestPasswordReset[" + requestId + "]";
    }
}
