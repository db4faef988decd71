package finance.flowlet.contract.wallets;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.id.WalletId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Replaces the metadata of a wallet: of that `version` when one is named, else of whatever it is now.
public record DescribeWallet(
        Caller caller,
        WalletId wallet,
        Map<String, String> metadata,
        @Nullable Long version) implements Repeatable {
    public static final Address<DescribeWallet, WalletReply> ADDRESS =
            new Address<>("wallets.describe-wallet.v1", DescribeWallet.class, WalletReply.class);
}
