package finance.flowlet.contract.fx;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks what the tenant's exchanges have left it with in each currency, and what that is worth in the
/// currency `in` at the market's rates.
public record ReadPosition(TenantId tenant, @Nullable Currency in) implements Repeatable {
    public static final Address<ReadPosition, Position> ADDRESS =
            new Address<>("fx.read-position.v1", ReadPosition.class, Position.class);

    /// In one snapshot of the books. `total` is the sum of all values; none when one of them is not known.
    public record Position(
            Instant asOf,
            @Nullable Currency in,
            List<Row> rows,
            @Nullable Long total) {
        public Position {
            rows = List.copyOf(rows);
        }
    }

    /// One currency: the balances of `fx:{ccy}` and `rounding:{ccy}` in its minor units, credits less
    /// debits; above zero the business has it, below zero it owes it. `value` is the worth of both in minor
    /// units of the reporting currency at `rate`; there is none without a current rate.
    public record Row(
            Currency currency,
            long position,
            long rounding,
            @Nullable RateView rate,
            @Nullable Long value) {}
}
