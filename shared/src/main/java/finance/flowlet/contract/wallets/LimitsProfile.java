package finance.flowlet.contract.wallets;

/// Which limits a wallet has: none of its own, or those that were set for it.
public enum LimitsProfile {
    STANDARD,
    CUSTOM
}
