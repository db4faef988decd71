package finance.flowlet.contract.wallets;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Opens a wallet of `userId` in `currency`. `id` may be chosen by the client.
public record OpenWallet(
        Caller caller,
        Post.@Nullable Key key,
        @Nullable WalletId id,
        String userId,
        Currency currency,
        WalletType type,
        Map<String, String> metadata)
        implements Repeatable {
    public static final Address<OpenWallet, WalletReply> ADDRESS =
            new Address<>("wallets.open-wallet.v1", OpenWallet.class, WalletReply.class);

    @Override
    public boolean repeatable() {
        return key != null;
    }
}
