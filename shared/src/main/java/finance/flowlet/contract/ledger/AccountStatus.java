package finance.flowlet.contract.ledger;

/// What an account allows now.
public enum AccountStatus {
    OPEN(true, true),
    /// Money may come in, not go out.
    FROZEN_OUT(false, true),
    /// Money may go out, not come in.
    FROZEN_IN(true, false),
    FROZEN(false, false),
    CLOSED(false, false);

    private final boolean debits;
    private final boolean credits;

    AccountStatus(boolean debits, boolean credits) {
        this.debits = debits;
        this.credits = credits;
    }

    /// Whether a liability account's money may go out.
    public boolean allowsDebits() {
        return debits;
    }

    /// Whether money may come in.
    public boolean allowsCredits() {
        return credits;
    }
}
