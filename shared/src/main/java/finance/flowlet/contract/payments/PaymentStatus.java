package finance.flowlet.contract.payments;

/// Where a payment is in its life.
public enum PaymentStatus {
    /// Stored, but a second person must confirm it before anything moves.
    REQUIRES_ACTION,
    /// The money is reserved in the payer's wallet.
    AUTHORIZED,
    /// Some of what was reserved has been taken; the rest may follow.
    PARTIALLY_CAPTURED,
    /// The money has moved. Refunds and disputes are told by the amounts beside it.
    COMPLETED,
    /// Declined, and kept because the tenant records declines.
    FAILED,
    CANCELED,
    /// Its time passed before it was captured or confirmed.
    EXPIRED;

    /// What becomes of a payment in this state when its time has passed.
    public PaymentStatus lapsed() {
        return switch (this) {
            case REQUIRES_ACTION, AUTHORIZED -> EXPIRED;
            // What was captured stays captured; only the rest has lapsed.
            case PARTIALLY_CAPTURED -> COMPLETED;
            case COMPLETED, FAILED, CANCELED, EXPIRED -> this;
        };
    }
}
