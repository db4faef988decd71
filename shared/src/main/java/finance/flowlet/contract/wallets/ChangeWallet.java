package finance.flowlet.contract.wallets;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.WalletId;
import org.jspecify.annotations.Nullable;

/// Freezes, unfreezes or closes a wallet. A closed wallet stays closed; closing needs a balance of zero and
/// no holds. `direction` says what a freeze stops; it has no meaning otherwise.
public record ChangeWallet(
        Caller caller, Post.@Nullable Key key, WalletId wallet, Change change, FreezeDirection direction)
        implements Repeatable {
    public static final Address<ChangeWallet, WalletReply> ADDRESS =
            new Address<>("wallets.change-wallet.v1", ChangeWallet.class, WalletReply.class);

    public enum Change {
        FREEZE,
        UNFREEZE,
        CLOSE
    }

    @Override
    public boolean repeatable() {
        return key != null;
    }
}
