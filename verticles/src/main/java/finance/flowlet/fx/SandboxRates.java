package finance.flowlet.fx;

import finance.flowlet.contract.fx.RateView;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rates of the sandbox: made up once, the same for ever, and so as good now as at any time. Their
/// source says so. Nobody trades at them; production does not have them.
record SandboxRates(Clock clock) implements RateProvider {
    private static final String SOURCE = "sandbox (fixed, made up)";
    private static final List<Pair> PAIRS = Stream.of(
                    "EUR USD 1.0842",
                    "USD EUR 0.9223",
                    "GBP USD 1.2714",
                    "USD GBP 0.7865",
                    "USD JPY 154.37",
                    "JPY USD 0.006478",
                    "EUR GBP 0.8528",
                    "GBP EUR 1.1726",
                    "EUR JPY 167.37",
                    "JPY EUR 0.005975",
                    "USD CHF 0.8861",
                    "CHF USD 1.1285",
                    "USD KWD 0.3072",
                    "KWD USD 3.2552",
                    "USD CAD 1.3926",
                    "CAD USD 0.7181",
                    "EUR CHF 0.9607",
                    "CHF EUR 1.0409")
            .map(Pair::of)
            .sorted(Comparator.comparing(Pair::name))
            .toList();

    private record Pair(Currency from, Currency to, BigDecimal rate) {
        static Pair of(String row) {
            var parts = row.split(" ", -1);
            return new Pair(Currency.of(parts[0]), Currency.of(parts[1]), new BigDecimal(parts[2]));
        }

        String name() {
            return from.code() + to.code();
        }
    }

    @Override
    public Future<Optional<RateView>> find(TenantId tenant, Currency from, Currency to) {
        return first(tenant, from, to, null, 1).map(rates -> rates.stream().findFirst());
    }

    @Override
    public Future<List<RateView>> first(
            TenantId tenant, @Nullable Currency from, @Nullable Currency to, @Nullable String after, int count) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return Future.succeededFuture(PAIRS.stream()
                .filter(pair -> from == null || pair.from().equals(from))
                .filter(pair -> to == null || pair.to().equals(to))
                .filter(pair -> after == null || pair.name().compareTo(after) > 0)
                .limit(count)
                .map(pair -> new RateView(pair.from(), pair.to(), pair.rate(), now, SOURCE, null))
                .toList());
    }
}
