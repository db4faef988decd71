package finance.flowlet.contract.wallets;

/// What a wallet is for.
public enum WalletType {
    PERSONAL,
    BUSINESS,
    MERCHANT,
    ESCROW,
    SAVINGS
}
