package finance.flowlet.fx;

import finance.flowlet.contract.fx.CreateQuote;
import finance.flowlet.contract.fx.CreateQuote.KeyReused;
import finance.flowlet.contract.fx.CreateQuote.Quoted;
import finance.flowlet.contract.fx.CreateQuote.RateUnavailable;
import finance.flowlet.contract.fx.CreateQuote.Replayed;
import finance.flowlet.contract.fx.CreateQuote.TooLarge;
import finance.flowlet.contract.fx.CreateQuote.TooSmall;
import finance.flowlet.contract.fx.QuoteView;
import finance.flowlet.contract.fx.QuoteView.Market;
import finance.flowlet.contract.fx.RateView;
import finance.flowlet.fx.QuoteStore.NewQuote;
import finance.flowlet.id.QuoteId;
import finance.flowlet.platform.FlowletConfig;
import finance.flowlet.platform.Platform;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/// Makes quotes. What is quoted is decided once, here: whoever exchanges by it later reads it and computes
/// nothing.
final class Quotes {
    private final Platform platform;
    private final QuoteStore store;
    private final Rates rates;
    private final FlowletConfig.Fx config;
    private final long maxMinorUnits;

    Quotes(Platform platform, QuoteStore store, Rates rates) {
        this.platform = platform;
        this.store = store;
        this.rates = rates;
        this.config = platform.config().fx();
        this.maxMinorUnits = platform.config().limits().maxAmountMinorUnits();
    }

    /// A repeated key comes before the rate: what was quoted stays, whatever became of the rate.
    Future<CreateQuote.Outcome> create(CreateQuote command) {
        return before(command)
                .compose(before -> before.isPresent()
                        ? Future.succeededFuture(before.get())
                        : rates.current(command.caller().tenant(), command.from(), command.to())
                                .compose(rate -> rate.isPresent()
                                        ? quote(command, rate.get())
                                        : Future.succeededFuture(new RateUnavailable())));
    }

    private Future<CreateQuote.Outcome> quote(CreateQuote command, RateView market) {
        var own = market.marginBasisPoints();
        var margin = own == null ? config.marginBasisPoints() : own;
        var rate = Pricing.less(market.rate(), margin);
        var fixed = command.fixed();
        var other = switch (fixed) {
            case SELL -> command.to();
            case BUY -> command.from();
        };
        return switch (Pricing.price(command.amount(), fixed, other, rate, maxMinorUnits)) {
            case Pricing.Refused.TOO_SMALL -> Future.succeededFuture(new TooSmall());
            case Pricing.Refused.TOO_LARGE -> Future.succeededFuture(new TooLarge());
            case Pricing.Priced(var sell, var buy, var residual) -> {
                var now = now();
                yield keep(
                        command,
                        new QuoteView(
                                new QuoteId(platform.ids().next()),
                                fixed,
                                sell,
                                buy,
                                residual,
                                rate,
                                new Market(market.rate(), market.source(), market.asOf()),
                                margin,
                                now,
                                now.plusSeconds(
                                        Objects.requireNonNullElse(command.expiresInSeconds(), config.quoteSeconds())),
                                null));
            }
        };
    }

    private Future<CreateQuote.Outcome> keep(CreateQuote command, QuoteView quote) {
        var caller = command.caller();
        return store.insert(new NewQuote(caller.tenant(), caller.onlyOwner(), quote, command.key()))
                .compose(added -> added
                        ? Future.succeededFuture(new Quoted(quote))
                        : before(command).map(Optional::orElseThrow));
    }

    /// What the key of the command answered before.
    private Future<Optional<CreateQuote.Outcome>> before(CreateQuote command) {
        var key = command.key();
        if (key == null) {
            return Future.succeededFuture(Optional.empty());
        }
        return store.before(key)
                .map(found -> found.map(before -> before.fingerprint().equals(key.fingerprint())
                        ? new Replayed(before.quote())
                        : new KeyReused()));
    }

    /// Times are kept as precisely as the API shows them.
    private Instant now() {
        return platform.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
