package finance.flowlet.contract.ledger;

/// What business fact a journal entry records.
public enum EntryKind {
    PAYMENT,
    /// Takes money that a hold had reserved.
    CAPTURE,
    REFUND,
    FEE,
    /// Changes money into another currency.
    EXCHANGE,
    /// Moves contested money to suspense, and from there to whoever is right.
    DISPUTE,
    DEPOSIT,
    WITHDRAWAL,
    /// Written by finance staff.
    ADJUSTMENT,
    /// Undoes another entry.
    REVERSAL;

    /// Whether what it takes from a customer's account counts against limits. A capture does not: its hold
    /// did.
    public boolean isSpending() {
        return switch (this) {
            case PAYMENT, EXCHANGE, WITHDRAWAL -> true;
            case CAPTURE, REFUND, FEE, DISPUTE, DEPOSIT, ADJUSTMENT, REVERSAL -> false;
        };
    }
}
