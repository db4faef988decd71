package finance.flowlet.contract.wallets;

import finance.flowlet.bus.Address;

/// Writes down that holds have expired, and tells it: one round of at most [#MAX]. Whether a hold still
/// counts does not depend on it; that follows from the time.
public record ExpireHolds() {
    public static final Address<ExpireHolds, Expired> ADDRESS =
            new Address<>("wallets.expire-holds.v1", ExpireHolds.class, Expired.class);

    /// Holds of one round.
    public static final int MAX = 500;

    public record Expired(int holds) {}
}
