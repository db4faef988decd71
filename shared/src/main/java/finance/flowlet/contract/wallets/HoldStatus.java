package finance.flowlet.contract.wallets;

/// Where a hold is in its life. The last three are final.
public enum HoldStatus {
    ACTIVE,
    PARTIALLY_CAPTURED,
    CAPTURED,
    RELEASED,
    EXPIRED;

    /// Whether it still reserves something.
    public boolean isOpen() {
        return switch (this) {
            case ACTIVE, PARTIALLY_CAPTURED -> true;
            case CAPTURED, RELEASED, EXPIRED -> false;
        };
    }
}
