package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import java.util.List;

/// Asks for the public keys that verify access tokens. With a shared secret there are none.
public record ListTokenKeys() implements Repeatable {
    public static final Address<ListTokenKeys, Found> ADDRESS =
            new Address<>("auth.list-token-keys.v1", ListTokenKeys.class, Found.class);

    public record Found(List<Key> keys) {
        public Found {
            keys = List.copyOf(keys);
        }
    }

    /// A point of the curve P-256, its coordinates in base64url of 32 bytes (RFC 7518, section 6.2.1).
    public record Key(String name, String x, String y) {}
}
