package finance.flowlet.contract.payments;

/// Whose wallet a fee is taken from.
public enum FeePayer {
    SENDER,
    RECIPIENT
}
