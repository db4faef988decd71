package finance.flowlet.contract.ledger;

import finance.flowlet.contract.ledger.Step.Side;

/// The five classes of accounts of double-entry bookkeeping, each with the side on which its balance normally is. A
/// customer's wallet is a liability: the business owes the money.
public enum AccountClass {
    ASSET(Side.DEBIT),
    LIABILITY(Side.CREDIT),
    EQUITY(Side.CREDIT),
    REVENUE(Side.CREDIT),
    EXPENSE(Side.DEBIT);

    private final Side normalSide;

    AccountClass(Side normalSide) {
        this.normalSide = normalSide;
    }

    public Side normalSide() {
        return normalSide;
    }
}
