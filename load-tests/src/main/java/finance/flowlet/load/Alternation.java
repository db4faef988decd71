package finance.flowlet.load;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// One round of the comparison: each of the contestants once, close together in time, as a machine is not equally
/// fast all day. All figures are per second.
record Alternation(Map<Contest, Double> perSecond) {

    /// What is measured, and how it is called in the result.
    enum Contest {
        PGBENCH_UNIFORM,
        PGBENCH_HOT,
        SQL_BATCH,
        FLOWLET_UNIFORM,
        FLOWLET_HOT,
        FLOWLET_BALANCE,
        BARE_BALANCE
    }

    /// What is divided by what.
    enum Ratio {
        UNIFORM(Contest.FLOWLET_UNIFORM, Contest.PGBENCH_UNIFORM, 2.0),
        HOT(Contest.FLOWLET_HOT, Contest.PGBENCH_HOT, 6.0),
        BATCH(Contest.FLOWLET_UNIFORM, Contest.SQL_BATCH, 0.5),
        BALANCE(Contest.FLOWLET_BALANCE, Contest.BARE_BALANCE, 0.5);

        final Contest over;
        final Contest under;

        /// What the median must reach.
        final double target;

        Ratio(Contest over, Contest under, double target) {
            this.over = over;
            this.under = under;
            this.target = target;
        }

        double of(Alternation alternation) {
            return alternation.perSecond().getOrDefault(over, 0.0)
                    / alternation.perSecond().getOrDefault(under, Double.NaN);
        }
    }

    static Map<Ratio, Spread> ratios(List<Alternation> alternations) {
        var spreads = new EnumMap<Ratio, Spread>(Ratio.class);
        for (var ratio : Ratio.values()) {
            spreads.put(ratio, spread(alternations, ratio::of));
        }
        return spreads;
    }

    static Spread spread(List<Alternation> alternations, ToDoubleFunction<Alternation> figure) {
        return Spread.of(alternations.stream().mapToDouble(figure).boxed().toList());
    }
}
