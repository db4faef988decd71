package finance.flowlet.contract.wallets;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds wallets with their balances, newest first: one by `id`, or all that pass every filter that is set.
/// `userId` is a `usr_...` or the integrator's own id. A wallet the caller may not see is not found.
public record FindWallets(
        Caller caller,
        @Nullable WalletId id,
        @Nullable String userId,
        @Nullable Currency currency,
        @Nullable WalletType type,
        @Nullable WalletStatus status,
        int limit,
        int offset,
        @Nullable WalletId after)
        implements Repeatable {
    public static final Address<FindWallets, Found> ADDRESS =
            new Address<>("wallets.find-wallets.v1", FindWallets.class, Found.class);

    /// The wallet of one id.
    public static FindWallets one(Caller caller, WalletId id) {
        return new FindWallets(caller, id, null, null, null, null, 1, 0, null);
    }

    public record Found(List<WalletView> wallets) {
        public Found {
            wallets = List.copyOf(wallets);
        }
    }
}
