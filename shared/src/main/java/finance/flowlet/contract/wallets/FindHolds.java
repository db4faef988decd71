package finance.flowlet.contract.wallets;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.WalletId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds holds as they are at this moment, newest first: one by `id`, or those of `wallet`, of `status` if
/// one is named. A hold on a wallet that the caller may not see is not found.
public record FindHolds(
        Caller caller,
        @Nullable HoldId id,
        @Nullable WalletId wallet,
        @Nullable HoldStatus status,
        int limit,
        int offset,
        @Nullable HoldId after)
        implements Repeatable {
    public static final Address<FindHolds, Found> ADDRESS =
            new Address<>("wallets.find-holds.v1", FindHolds.class, Found.class);

    /// The hold of one id.
    public static FindHolds one(Caller caller, HoldId id) {
        return new FindHolds(caller, id, null, null, 1, 0, null);
    }

    public record Found(List<HoldView> holds) {
        public Found {
            holds = List.copyOf(holds);
        }
    }
}
