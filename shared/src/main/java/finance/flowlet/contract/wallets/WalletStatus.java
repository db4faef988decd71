package finance.flowlet.contract.wallets;

/// Where a wallet is in its life.
public enum WalletStatus {
    ACTIVE,
    FROZEN,
    CLOSED
}
