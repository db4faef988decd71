package finance.flowlet.contract.initiation;

/// Whether the payments of a batch are made all or none in one commit, or each for itself.
public enum BatchMode {
    ATOMIC,
    INDEPENDENT
}
