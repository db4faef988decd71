package finance.flowlet.load;

import java.util.function.IntSupplier;

/// Draws a payer and a payee that differ.
final class Pairs {
    private final int count;
    private final IntSupplier payers;
    private final IntSupplier payees;
    private int payer;
    private int payee;

    private Pairs(int count, IntSupplier payers, IntSupplier payees) {
        this.count = count;
        this.payers = payers;
        this.payees = payees;
    }

    static Pairs of(int count, IntSupplier payers, IntSupplier payees) {
        return new Pairs(count, payers, payees);
    }

    void draw() {
        payer = payers.getAsInt();
        payee = payees.getAsInt();
        if (payee == payer) {
            payee = (payee + 1) % count;
        }
    }

    int payer() {
        return payer;
    }

    int payee() {
        return payee;
    }
}
