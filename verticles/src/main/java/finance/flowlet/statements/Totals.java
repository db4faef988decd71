package finance.flowlet.statements;

/// The sums of a statement while it is written, in minor units. Every movement must follow from the one
/// before it, and the last one must lead to the closing balance: a statement that does not add up is never
/// issued.
final class Totals {
    private final Head head;
    private long balance;
    private long credits;
    private long debits;
    private long movements;

    Totals(Head head) {
        this.head = head;
        this.balance = head.opening();
    }

    void add(Movement movement) {
        balance = Math.addExact(balance, movement.minorUnits());
        if (balance != movement.balanceAfter()) {
            throw new IllegalStateException(movement.id() + " does not follow from the movement before it");
        }
        movements++;
        if (movement.minorUnits() < 0) {
            debits = Math.subtractExact(debits, movement.minorUnits());
        } else {
            credits = Math.addExact(credits, movement.minorUnits());
        }
    }

    /// Called behind the last movement.
    void requireComplete() {
        if (balance != head.closing() || movements != head.movements()) {
            throw new IllegalStateException(head.id() + " does not lead to its closing balance");
        }
    }

    long credits() {
        return credits;
    }

    long debits() {
        return debits;
    }
}
