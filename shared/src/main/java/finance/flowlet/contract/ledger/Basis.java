package finance.flowlet.contract.ledger;

/// Which of an entry's two times counts.
public enum Basis {
    /// When the ledger wrote it. What is said of a moment that has passed never changes.
    RECORDED,
    /// When it counts as having happened, which a back-dated entry puts before it was written. What is said
    /// of a closed period never changes.
    EFFECTIVE
}
