package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.BalanceMonitor.Condition;
import finance.flowlet.contract.ledger.BalanceMonitor.Field;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.MonitorId;

/// A watch on a balance, in minor units; `crossings` counts what it has told.
record Monitor(MonitorId id, AccountId account, Field field, Condition condition, long amount, long crossings) {
    /// Whether the balance went across between the two states.
    boolean crossed(Account before, Account after) {
        return !met(before) && met(after);
    }

    Monitor told() {
        return new Monitor(id, account, field, condition, amount, crossings + 1);
    }

    /// The balance that is watched.
    long watched(Account state) {
        var floor = state.floor();
        return switch (field) {
            case CURRENT -> state.balance();
            case AVAILABLE -> state.balance() - state.held() - (floor == null ? 0 : floor);
        };
    }

    private boolean met(Account state) {
        return switch (condition) {
            case BELOW -> watched(state) < amount;
            case ABOVE -> watched(state) > amount;
        };
    }
}
