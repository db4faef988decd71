package finance.flowlet.contract.payments;

/// When a payment takes its money: at once, or first reserved and taken by a later capture.
public enum CaptureMethod {
    AUTOMATIC,
    MANUAL
}
