package finance.flowlet.contract.wallets;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.id.WalletId;
import java.util.List;

/// Asks which wallets a customer has, of whatever status: all of them, because [#MAX] bounds how many there can be.
public record OwnedWallets(TenantId tenant, UserId owner) implements Repeatable {
    public static final Address<OwnedWallets, Owned> ADDRESS =
            new Address<>("wallets.owned-wallets.v1", OwnedWallets.class, Owned.class);

    /// The most wallets that one customer can have over time.
    public static final int MAX = 10_000;

    public record Owned(List<WalletId> wallets) {
        public Owned {
            wallets = List.copyOf(wallets);
        }
    }
}
