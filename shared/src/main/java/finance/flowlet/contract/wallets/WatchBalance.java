package finance.flowlet.contract.wallets;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.BalanceMonitor.Condition;
import finance.flowlet.contract.ledger.BalanceMonitor.Field;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Money;
import org.jspecify.annotations.Nullable;

/// Asks to be told whenever a balance of a wallet crosses `amount`.
public record WatchBalance(
        Caller caller, Post.@Nullable Key key, WalletId wallet, Field field, Condition condition, Money amount)
        implements Repeatable {
    public static final Address<WatchBalance, WalletReply> ADDRESS =
            new Address<>("wallets.watch-balance.v1", WatchBalance.class, WalletReply.class);

    /// The most monitors that a wallet can have at once.
    public static final int MAX = 20;

    @Override
    public boolean repeatable() {
        return key != null;
    }
}
