package finance.flowlet.contract.wallets;

/// What a frozen wallet does not let through: money that would come in, money that would go out, or both.
public enum FreezeDirection {
    IN,
    OUT,
    BOTH
}
