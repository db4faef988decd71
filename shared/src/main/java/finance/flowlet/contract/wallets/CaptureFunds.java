package finance.flowlet.contract.wallets;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.WalletId;
import org.jspecify.annotations.Nullable;

/// Moves reserved funds to another wallet: `minorUnits` of them, or all that is left when null. `last`
/// releases the rest. `to` is needed, and allowed, where the hold names no wallet of its own.
public record CaptureFunds(
        Caller caller,
        Post.@Nullable Key key,
        HoldId hold,
        @Nullable Long minorUnits,
        @Nullable WalletId to,
        boolean last)
        implements Repeatable {
    public static final Address<CaptureFunds, WalletReply> ADDRESS =
            new Address<>("wallets.capture-funds.v1", CaptureFunds.class, WalletReply.class);

    /// The most captures of one hold: the one that reaches it is the last.
    public static final int MAX = 100;

    @Override
    public boolean repeatable() {
        return key != null;
    }
}
