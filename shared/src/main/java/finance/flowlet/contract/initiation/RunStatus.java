package finance.flowlet.contract.initiation;

/// What became of one run of a scheduled payment. `SKIPPED`: it was missed, and the order says not to make
/// it up.
public enum RunStatus {
    PENDING,
    COMPLETED,
    DECLINED,
    REQUIRES_ACTION,
    FAILED,
    SKIPPED
}
