package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import java.util.List;

/// Lists the public keys that checkpoints and statements are verified with.
public record ListSigningKeys() implements Repeatable {
    public static final Address<ListSigningKeys, Keys> ADDRESS =
            new Address<>("ledger.list-signing-keys.v1", ListSigningKeys.class, Keys.class);

    /// `verifier` is `name+id+key`. Only the current key signs anything new.
    public record Key(String id, String name, boolean current, String verifier, String pem) {}

    public record Keys(List<Key> keys) {
        public Keys {
            keys = List.copyOf(keys);
        }
    }
}
