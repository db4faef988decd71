package finance.flowlet.contract.payments;

/// Where a payment is in its life. More states come with holds and captures.
public enum PaymentStatus {
    COMPLETED
}
