package finance.flowlet.contract.wallets;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Money;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reserves funds of a wallet for `expiresInSeconds` (null: as long as is configured). `to` says where
/// captured money will go; without it each capture has to say.
public record HoldFunds(
        Caller caller,
        Post.@Nullable Key key,
        @Nullable HoldId id,
        WalletId wallet,
        @Nullable WalletId to,
        Money money,
        @Nullable Integer expiresInSeconds,
        String description,
        Map<String, String> metadata)
        implements Repeatable {
    public static final Address<HoldFunds, WalletReply> ADDRESS =
            new Address<>("wallets.hold-funds.v1", HoldFunds.class, WalletReply.class);

    @Override
    public boolean repeatable() {
        return key != null;
    }
}
