package finance.flowlet.contract.wallets;

import finance.flowlet.bus.Address;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.id.MonitorId;

/// Ends a balance monitor: nothing more is told.
public record EndWatch(Caller caller, MonitorId monitor) {
    public static final Address<EndWatch, WalletReply> ADDRESS =
            new Address<>("wallets.end-watch.v1", EndWatch.class, WalletReply.class);
}
