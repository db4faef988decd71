package finance.flowlet.contract.initiation;

/// What became of one payment that a batch or an order asks for. `DECLINED` is the answer of the rules;
/// `FAILED` says that there was none: the payment was not tried, or its outcome could not be learnt.
public enum ItemStatus {
    PENDING,
    COMPLETED,
    DECLINED,
    REQUIRES_ACTION,
    FAILED
}
