package finance.flowlet.contract.ledger;

/// What business fact a journal entry records.
public enum EntryKind {
    PAYMENT,
    DEPOSIT,
    WITHDRAWAL
}
