package finance.flowlet.fx;

import finance.flowlet.contract.fx.RateView;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Somebody who knows rates of the market. A pair is asked for as it is needed: no provider turns one
/// around or goes by way of a third currency, because a rate that nobody named is a rate that nobody stands
/// for.
interface RateProvider {
    /// The rate from one currency into another, however old.
    Future<Optional<RateView>> find(TenantId tenant, Currency from, Currency to);

    /// The first `count` rates by pair that pass the filters that are set; `after` is a pair, such as
    /// `EURUSD`.
    Future<List<RateView>> first(
            TenantId tenant, @Nullable Currency from, @Nullable Currency to, @Nullable String after, int count);
}
