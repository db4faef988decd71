package finance.flowlet.contract.ledger;

/// Where an entry by finance staff stands. Only a posted one is in the books.
public enum JournalStatus {
    REQUIRES_APPROVAL,
    POSTED,
    REJECTED
}
