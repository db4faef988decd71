package finance.flowlet.contract.fx;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists the rates that a tenant's quotes are made at, by pair. `after` is the last pair of the page
/// before, such as `EURUSD`.
public record ListRates(
        TenantId tenant,
        @Nullable Currency from,
        @Nullable Currency to,
        int limit,
        int offset,
        @Nullable String after) implements Repeatable {
    public static final Address<ListRates, Found> ADDRESS =
            new Address<>("fx.list-rates.v1", ListRates.class, Found.class);

    /// Each with whether a quote may be made at it still: it is not older than the configuration allows.
    public record Found(List<Listed> rates) {
        public Found {
            rates = List.copyOf(rates);
        }
    }

    public record Listed(RateView rate, boolean current) {}
}
