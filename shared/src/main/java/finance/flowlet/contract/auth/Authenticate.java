package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.bus.Repeatable;

/// Asks who stands behind a bearer credential: an access token or an API key. Every reason to refuse looks the same.
public record Authenticate(String credential) implements Repeatable {
    public static final Address<Authenticate, Outcome> ADDRESS =
            new Address<>("auth.authenticate.v1", Authenticate.class, Outcome.class);

    @Override
    public String toString() {
        return "Authenticate[...]";
    }

    @OneOf
    public sealed interface Outcome {}

    /// Valid now; a cache may believe it until `expiresAtMillis` at the latest.
    public record Authenticated(Principal principal, long expiresAtMillis) implements Outcome {}

    public record Refused() implements Outcome {}
}
