package finance.flowlet.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.contract.fx.ListRates;
import finance.flowlet.contract.fx.RateView;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import finance.flowlet.platform.Profile;
import finance.flowlet.testing.TestClock;
import finance.flowlet.testing.TestPlatform;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Which of several providers has the say on a pair.
class RatesTest {
    private static final Currency EUR = Currency.of("EUR");
    private static final Currency USD = Currency.of("USD");
    private static final Currency SEK = Currency.of("SEK");
    private final TenantId tenant = new TenantId(new UUID(1, 1));
    private final TestClock clock = new TestClock(Instant.parse("2026-01-31T12:00:00Z"));

    @Test
    void productionHasNoMadeUpRates() {
        var nobody = new Desk(List.of());

        assertEquals("sandbox (fixed, made up)", source(Profile.SANDBOX, nobody, EUR, USD));
        assertEquals("none", source(Profile.PRODUCTION, nobody, EUR, USD));
    }

    @Test
    void theFirstWhoKnowsAPairHasTheSayEvenWhenItIsOld() {
        var desk = new Desk(List.of(new RateView(EUR, USD, BigDecimal.TWO, clock.instant(), "desk", null)));

        assertEquals("desk", source(Profile.SANDBOX, desk, EUR, USD));
        clock.advance(Duration.ofSeconds(60));
        assertEquals("none", source(Profile.SANDBOX, desk, EUR, USD));
        assertEquals("sandbox (fixed, made up)", source(Profile.SANDBOX, desk, USD, EUR));
    }

    @Test
    void aListHasEachPairOnce() {
        var desk = new Desk(List.of(
                new RateView(EUR, USD, BigDecimal.TWO, clock.instant(), "desk", null),
                new RateView(EUR, SEK, BigDecimal.TEN, clock.instant(), "desk", null)));
        var rates = new Rates(Rates.providers(Profile.SANDBOX, desk, clock), clock, 60);

        var listed = TestPlatform.await(rates.list(new ListRates(tenant, EUR, null, 10, 0, null)));

        assertEquals(
                List.of("EURCHF sandbox", "EURGBP sandbox", "EURJPY sandbox", "EURSEK desk", "EURUSD desk"),
                listed.rates().stream()
                        .map(each ->
                                each.rate().pair() + " " + each.rate().source().split(" ", -1)[0])
                        .toList());
    }

    private String source(Profile profile, RateProvider desk, Currency from, Currency to) {
        var rates = new Rates(Rates.providers(profile, desk, clock), clock, 60);
        return TestPlatform.await(rates.current(tenant, from, to))
                .map(RateView::source)
                .orElse("none");
    }

    /// A provider that somebody might write: it knows what it knows.
    private record Desk(List<RateView> rates) implements RateProvider {
        @Override
        public Future<Optional<RateView>> find(TenantId tenant, Currency from, Currency to) {
            return first(tenant, from, to, null, 1).map(found -> found.stream().findFirst());
        }

        @Override
        public Future<List<RateView>> first(
                TenantId tenant, @Nullable Currency from, @Nullable Currency to, @Nullable String after, int count) {
            return Future.succeededFuture(rates.stream()
                    .filter(rate -> from == null || rate.from().equals(from))
                    .filter(rate -> to == null || rate.to().equals(to))
                    .limit(count)
                    .toList());
        }
    }
}
