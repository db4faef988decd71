package finance.flowlet.contract.initiation;

/// How far a batch has come. The last three are final: every payment was made, none was, or some were.
public enum BatchStatus {
    PENDING,
    PROCESSING,
    COMPLETED,
    FAILED,
    PARTIALLY_COMPLETED
}
