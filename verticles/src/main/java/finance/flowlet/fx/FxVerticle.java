package finance.flowlet.fx;

import finance.flowlet.contract.fx.CreateQuote;
import finance.flowlet.contract.fx.ExchangeMoney;
import finance.flowlet.contract.fx.ExchangeMoney.Answered;
import finance.flowlet.contract.fx.ExchangeMoney.Refused;
import finance.flowlet.contract.fx.ExchangeView;
import finance.flowlet.contract.fx.FindExchanges;
import finance.flowlet.contract.fx.FindQuote;
import finance.flowlet.contract.fx.ListRates;
import finance.flowlet.contract.fx.QuoteView;
import finance.flowlet.contract.fx.ReadPosition;
import finance.flowlet.contract.fx.SetRate;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.wallets.OwnedWallets;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.EventId;
import finance.flowlet.id.ExchangeId;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.id.WalletId;
import finance.flowlet.platform.Patience;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;

/// Quotes exchange rates, changes money from one currency into another, and says what that leaves the
/// business with.
///
/// Hot path. Runs on the event loop, so every step returns a [Future] and none awaits. A quote moves no
/// money and is kept here; whether one may be used, once and in time, the ledger decides when it commits
/// the exchange.
public final class FxVerticle extends VerticleBase {
    private final Platform platform;
    private final Pool pool;
    private final RateStore ratesThatWereSet;
    private final Rates rates;
    private final QuoteStore quoteStore;
    private final Quotes quotes;
    private final ExchangeStore exchanges;
    private final Positions positions;
    private final Patience patience;

    public FxVerticle(Platform platform) {
        this.platform = platform;
        this.pool = platform.databases().pool("fx");
        this.ratesThatWereSet = new RateStore(pool);
        var config = platform.config();
        this.rates = new Rates(
                Rates.providers(config.profile(), ratesThatWereSet, platform.clock()),
                platform.clock(),
                config.fx().maxRateAgeSeconds());
        this.quoteStore = new QuoteStore(pool);
        this.quotes = new Quotes(platform, quoteStore, rates);
        this.exchanges = new ExchangeStore(pool);
        this.positions = new Positions(platform, rates);
        this.patience = new Patience(platform);
    }

    @Override
    public Future<?> start() {
        var bus = platform.bus();
        return Future.all(List.of(
                bus.serve(CreateQuote.ADDRESS, quotes::create),
                bus.serve(FindQuote.ADDRESS, this::quote),
                bus.serve(ExchangeMoney.ADDRESS, this::exchange),
                bus.serve(FindExchanges.ADDRESS, this::find),
                bus.serve(SetRate.ADDRESS, this::set),
                bus.serve(ListRates.ADDRESS, rates::list),
                bus.serve(ReadPosition.ADDRESS, positions::read)));
    }

    @Override
    public Future<?> stop() {
        return pool.close();
    }

    private Future<FindQuote.Found> quote(FindQuote query) {
        var caller = query.caller();
        return quoteStore
                .find(caller.tenant(), query.quote(), caller.onlyOwner())
                .map(found -> new FindQuote.Found(found.orElse(null)));
    }

    private Future<SetRate.Done> set(SetRate command) {
        return ratesThatWereSet
                .add(command.caller(), command.rate(), now())
                .map(_ -> new SetRate.Done(rates.listed(command.rate())));
    }

    private Future<ExchangeMoney.Outcome> exchange(ExchangeMoney command) {
        // An account of the system's own, such as a position, is no wallet.
        if (NameBasedId.is(command.from().uuid()) || NameBasedId.is(command.to().uuid())) {
            return refused(Code.WALLET_NOT_FOUND);
        }
        var caller = command.caller();
        return quoteStore
                .find(caller.tenant(), command.quote(), caller.onlyOwner())
                .compose(quote -> {
                    if (quote.isEmpty()) {
                        return refused(Code.QUOTE_NOT_FOUND);
                    }
                    var chosen = command.id();
                    return chosen == null
                            ? post(
                                    command,
                                    quote.get(),
                                    new ExchangeId(platform.ids().next()),
                                    false)
                            : exchanges
                                    .find(caller.tenant(), chosen)
                                    .compose(taken -> post(command, quote.get(), chosen, taken.isPresent()));
                });
    }

    private Future<ExchangeMoney.Outcome> post(ExchangeMoney command, QuoteView quote, ExchangeId id, boolean idTaken) {
        var ids = platform.ids();
        var recipe = new ExchangeRecipe(
                command,
                Post.Key.of(command.key(), command.caller().tenant(), ids),
                quote,
                id,
                new EntryId(ids.next()),
                new EventId(ids.next()),
                now(),
                idTaken);
        return patience.request(Post.ADDRESS, recipe::post).map(outcome -> switch (outcome) {
            case Post.Posted(var reply) -> new Answered(reply, false);
            case Post.Declined(var _, var reply, var _) -> new Answered(reply, false);
            // Without a key of the client's it was our own repetition: the client asked once.
            case Post.Replayed(var reply) -> new Answered(reply, command.key() != null);
            case Post.KeyReused() -> new Refused(Code.IDEMPOTENCY_KEY_REUSED);
        });
    }

    private Future<FindExchanges.Found> find(FindExchanges query) {
        var owner = query.caller().onlyOwner();
        if (owner == null) {
            return all(query).map(FindExchanges.Found::new);
        }
        // A customer sees what went out of and into its own wallets; which these are, only the wallets domain knows.
        return platform.bus()
                .request(OwnedWallets.ADDRESS, new OwnedWallets(query.caller().tenant(), owner))
                .compose(owned -> of(query, owned.wallets()))
                .map(FindExchanges.Found::new);
    }

    private Future<List<ExchangeView>> all(FindExchanges query) {
        var id = query.id();
        return id == null
                ? exchanges.find(query, null)
                : exchanges
                        .find(query.caller().tenant(), id)
                        .map(found -> found.stream().toList());
    }

    private Future<List<ExchangeView>> of(FindExchanges query, List<WalletId> wallets) {
        var id = query.id();
        if (id == null) {
            return exchanges.find(query, wallets);
        }
        var own = new HashSet<>(wallets);
        return exchanges
                .find(query.caller().tenant(), id)
                .map(found -> found.stream()
                        .filter(exchange -> own.contains(exchange.from()) || own.contains(exchange.to()))
                        .toList());
    }

    /// Times are kept as precisely as the API shows them.
    private Instant now() {
        return platform.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Future<ExchangeMoney.Outcome> refused(Code code) {
        return Future.succeededFuture(new Refused(code));
    }
}
