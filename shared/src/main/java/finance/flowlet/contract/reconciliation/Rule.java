package finance.flowlet.contract.reconciliation;

import java.util.Set;

/// How lines of a file and postings are matched. `amountTolerance` is in minor units and
/// `dateToleranceDays` in days; what is not in `on` makes no difference, except that amounts always count.
public record Rule(Kind match, Set<Criterion> on, long amountTolerance, int dateToleranceDays) {
    /// How many lines belong to how many postings.
    public enum Kind {
        ONE_TO_ONE,
        ONE_TO_MANY,
        MANY_TO_ONE
    }

    /// What must agree.
    public enum Criterion {
        AMOUNT,
        REFERENCE,
        DATE
    }

    public Rule {
        on = Set.copyOf(on);
    }
}
