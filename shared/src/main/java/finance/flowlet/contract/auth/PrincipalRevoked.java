package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import java.util.UUID;

/// A session ended or an API key was revoked: caches forget it now instead of when it goes stale. `id` is the
/// session's or the key's.
public record PrincipalRevoked(UUID id) {
    public static final Address<PrincipalRevoked, Void> ADDRESS =
            new Address<>("auth.principal-revoked.v1", PrincipalRevoked.class, Void.class);
}
