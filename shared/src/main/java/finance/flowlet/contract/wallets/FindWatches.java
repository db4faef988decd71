package finance.flowlet.contract.wallets;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.ListMonitors.Monitor;
import finance.flowlet.id.MonitorId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds balance monitors: one by `id`, or those of a wallet, newest first. One of a wallet that the caller
/// may not see is not found.
public record FindWatches(
        Caller caller, @Nullable MonitorId id, @Nullable WalletId wallet) implements Repeatable {
    public static final Address<FindWatches, Found> ADDRESS =
            new Address<>("wallets.find-watches.v1", FindWatches.class, Found.class);

    /// A monitor, and the currency that its amount is in.
    public record Watch(Monitor monitor, Currency currency) {}

    /// `known` says whether the caller may see the wallet that was asked for.
    public record Found(boolean known, List<Watch> watches) {
        public Found {
            watches = List.copyOf(watches);
        }
    }
}
