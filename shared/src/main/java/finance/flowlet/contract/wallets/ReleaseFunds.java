package finance.flowlet.contract.wallets;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.HoldId;
import org.jspecify.annotations.Nullable;

/// Gives back what a hold still reserves.
public record ReleaseFunds(Caller caller, Post.@Nullable Key key, HoldId hold) implements Repeatable {
    public static final Address<ReleaseFunds, WalletReply> ADDRESS =
            new Address<>("wallets.release-funds.v1", ReleaseFunds.class, WalletReply.class);

    @Override
    public boolean repeatable() {
        return key != null;
    }
}
