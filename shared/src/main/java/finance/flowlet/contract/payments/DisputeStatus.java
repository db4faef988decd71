package finance.flowlet.contract.payments;

/// Where a dispute is.
public enum DisputeStatus {
    NEEDS_RESPONSE,
    UNDER_REVIEW,
    /// The payee was right and has the money back.
    WON,
    /// The payer has the money.
    LOST;

    /// Whether the contested money is still in suspense.
    public boolean open() {
        return switch (this) {
            case NEEDS_RESPONSE, UNDER_REVIEW -> true;
            case WON, LOST -> false;
        };
    }
}
