package finance.flowlet.contract.initiation;

/// What becomes of runs that were missed, because the order was paused or the service was down: none is
/// made, the last one is, or all are.
public enum CatchUp {
    SKIP,
    ONCE,
    ALL
}
