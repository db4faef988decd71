package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;

/// Writes down what accounts stood at when periods ended that were closed since the last time. A job asks
/// it; the books are right without it, but look further back than they need to.
public record CountPeriods() {
    public static final Address<CountPeriods, Counted> ADDRESS =
            new Address<>("ledger.count-periods.v1", CountPeriods.class, Counted.class);

    /// How many periods were finished.
    public record Counted(int periods) {}
}
