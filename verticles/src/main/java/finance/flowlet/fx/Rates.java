package finance.flowlet.fx;

import finance.flowlet.contract.fx.ListRates;
import finance.flowlet.contract.fx.RateView;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import finance.flowlet.platform.Profile;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What rates are in force. Of several providers the first that knows a pair has the say on it, even when
/// what it says is too old: a price by somebody else is not what the business asked for.
final class Rates {
    private final List<RateProvider> providers;
    private final Clock clock;
    private final int maxAgeSeconds;

    Rates(List<RateProvider> providers, Clock clock, int maxAgeSeconds) {
        this.providers = List.copyOf(providers);
        this.clock = clock;
        this.maxAgeSeconds = maxAgeSeconds;
    }

    /// The providers that this installation has, the one to ask first in front. Nobody trades at the
    /// sandbox's rates, so production does not have them.
    static List<RateProvider> providers(Profile profile, RateProvider set, Clock clock) {
        return switch (profile) {
            case SANDBOX -> List.of(set, new SandboxRates(clock));
            case PRODUCTION -> List.of(set);
        };
    }

    /// The rate of a pair, if there is one that is not too old.
    Future<Optional<RateView>> current(TenantId tenant, Currency from, Currency to) {
        return find(tenant, from, to, 0).map(found -> found.filter(this::isCurrent));
    }

    /// All current rates into one currency. There are fewer than there are currencies.
    Future<List<RateView>> into(TenantId tenant, Currency to) {
        return merged(tenant, null, to, null, Currency.all().size())
                .map(rates -> rates.stream().filter(this::isCurrent).toList());
    }

    Future<ListRates.Found> list(ListRates query) {
        var count = Math.addExact(query.offset(), query.limit());
        return merged(query.tenant(), query.from(), query.to(), query.after(), count)
                .map(rates -> new ListRates.Found(
                        rates.stream().skip(query.offset()).map(this::listed).toList()));
    }

    /// With whether it is not too old.
    ListRates.Listed listed(RateView rate) {
        return new ListRates.Listed(rate, isCurrent(rate));
    }

    private Future<Optional<RateView>> find(TenantId tenant, Currency from, Currency to, int provider) {
        if (provider == providers.size()) {
            return Future.succeededFuture(Optional.empty());
        }
        return providers
                .get(provider)
                .find(tenant, from, to)
                .compose(found ->
                        found.isPresent() ? Future.succeededFuture(found) : find(tenant, from, to, provider + 1));
    }

    /// The first `count` pairs of all providers together are among the first `count` of each.
    private Future<List<RateView>> merged(
            TenantId tenant, @Nullable Currency from, @Nullable Currency to, @Nullable String after, int count) {
        var asked = providers.stream()
                .map(provider -> provider.first(tenant, from, to, after, count))
                .toList();
        return Future.all(asked).map(_ -> {
            var byPair = new TreeMap<String, RateView>();
            asked.forEach(answer -> answer.result().forEach(rate -> byPair.putIfAbsent(rate.pair(), rate)));
            return byPair.values().stream().limit(count).toList();
        });
    }

    private boolean isCurrent(RateView rate) {
        return rate.asOf().plusSeconds(maxAgeSeconds).isAfter(clock.instant());
    }
}
