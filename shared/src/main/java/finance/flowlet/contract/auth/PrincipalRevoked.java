package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import java.util.UUID;

/// An API key was revoked, or a session ended or may do other things than before: caches forget it now
/// instead of when it goes stale. `id` is the session's, the key's or the person's.
public record PrincipalRevoked(UUID id) {
    public static final Address<PrincipalRevoked, Void> ADDRESS =
            new Address<>("auth.principal-revoked.v1", PrincipalRevoked.class, Void.class);
}
