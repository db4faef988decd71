package finance.flowlet.contract.wallets;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Money;
import org.jspecify.annotations.Nullable;

/// Deposits into or withdraws from a wallet over an external rail. The other side is always a contra account of
/// the rail, so money never comes from nowhere.
public record MoveOverRail(
        Caller caller,
        Post.@Nullable Key key,
        WalletId wallet,
        Direction direction,
        Money money,
        String rail,
        String description)
        implements Repeatable {
    public static final Address<MoveOverRail, WalletReply> ADDRESS =
            new Address<>("wallets.move-over-rail.v1", MoveOverRail.class, WalletReply.class);

    public enum Direction {
        DEPOSIT,
        WITHDRAWAL
    }

    @Override
    public boolean repeatable() {
        return key != null;
    }
}
