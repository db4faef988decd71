package finance.flowlet.contract.initiation;

/// Where a request to be paid stands. All but the first are final.
public enum PaymentRequestStatus {
    PENDING,
    ACCEPTED,
    DECLINED,
    CANCELED,
    EXPIRED
}
