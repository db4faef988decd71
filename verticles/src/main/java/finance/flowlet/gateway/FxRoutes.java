package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.fx.CreateQuote;
import finance.flowlet.contract.fx.ExchangeJson;
import finance.flowlet.contract.fx.ExchangeMoney;
import finance.flowlet.contract.fx.FindExchanges;
import finance.flowlet.contract.fx.FindQuote;
import finance.flowlet.contract.fx.ListRates;
import finance.flowlet.contract.fx.QuoteView.Side;
import finance.flowlet.contract.fx.QuoteView.Status;
import finance.flowlet.contract.fx.RateView;
import finance.flowlet.contract.fx.ReadPosition;
import finance.flowlet.contract.fx.SetRate;
import finance.flowlet.id.ExchangeId;
import finance.flowlet.id.QuoteId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Amount;
import finance.flowlet.money.Currency;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import finance.flowlet.problem.Problem.FieldError;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Exchange over HTTP: what a client wrote becomes a question to the fx domain.
final class FxRoutes {
    /// Bounded, so that every product with an amount is, and no more digits than anybody quotes.
    private static final Pattern RATE = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,12})?");

    private final Bus bus;
    private final Clock clock;
    private final long maxMinorUnits;

    FxRoutes(Platform platform) {
        this.bus = platform.bus();
        this.clock = platform.clock();
        this.maxMinorUnits = platform.config().limits().maxAmountMinorUnits();
    }

    record NewRate(
            String from,
            String to,
            String rate,
            @Nullable String asOf,
            @Nullable String source,
            @Nullable Integer marginBasisPoints) {}

    record NewQuote(
            String from,
            String to,
            Amount amount,
            String side,
            @Nullable Integer expiresIn) {}

    record NewExchange(
            @Nullable String id,
            String quoteId,
            String fromWalletId,
            String toWalletId,
            @Nullable String description) {}

    void register(Operations operations) {
        operations
                .on("setFxRate", NewRate.class, this::setRate)
                .on("listFxRates", this::rates)
                .on("createFxQuote", NewQuote.class, this::quote)
                .on("getFxQuote", this::getQuote)
                .on("createFxExchange", NewExchange.class, this::exchange)
                .on("listFxExchanges", this::exchanges)
                .on("getFxExchange", this::getExchange)
                .on("getFxPosition", this::position);
    }

    private Future<Answer> setRate(Call call) {
        var body = call.body(NewRate.class);
        var fields = new Fields(maxMinorUnits);
        var from = fields.currency("/from", body.from());
        var to = different(fields, "/to", from, fields.currency("/to", body.to()));
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var asOf = fields.time("/asOf", body.asOf());
        // A rate from the future would not grow old in time.
        if (asOf.orNull() != null && asOf.value().isAfter(now)) {
            fields.refuse("/asOf", Code.INVALID_VALUE);
        }
        if (!RATE.matcher(body.rate()).matches() || new BigDecimal(body.rate()).signum() == 0) {
            fields.refuse("/rate", Code.INVALID_VALUE);
        }
        var source = body.source();
        return fields.then(() -> {
            var rate = new RateView(
                    from.value(),
                    to.value(),
                    new BigDecimal(body.rate()),
                    asOf.orNull() == null ? now : asOf.value(),
                    source == null ? "own" : source,
                    body.marginBasisPoints());
            return bus.request(SetRate.ADDRESS, new SetRate(call.caller(), rate))
                    .map(done -> new Answer.Json(200, RateJson.of(done.rate())));
        });
    }

    private Future<Answer> rates(Call call) {
        var query = call.query();
        var page = Page.of(call);
        var fields = new Fields(maxMinorUnits);
        var from = fields.currency("fromCurrency", query.get("fromCurrency"));
        var to = fields.currency("toCurrency", query.get("toCurrency"));
        return fields.then(() -> bus.request(
                        ListRates.ADDRESS,
                        new ListRates(
                                call.who().tenant(),
                                from.orNull(),
                                to.orNull(),
                                page.fetch(),
                                page.offset(),
                                page.after()))
                .map(found -> page.answer(found.rates(), listed -> listed.rate().pair(), RateJson::of)));
    }

    private Future<Answer> quote(Call call) {
        var body = call.body(NewQuote.class);
        var fields = new Fields(maxMinorUnits);
        var from = fields.currency("/from", body.from());
        var to = different(fields, "/to", from, fields.currency("/to", body.to()));
        var side = fields.choice("/side", body.side(), Side.class);
        // Without a side there is no telling which currency the amount is in.
        var amount = side.orNull() == null
                ? null
                : fields.money("/amount", body.amount(), side.value() == Side.SELL ? from : to);
        return fields.then(() -> bus.request(
                        CreateQuote.ADDRESS,
                        new CreateQuote(
                                call.caller(),
                                call.key(),
                                from.value(),
                                to.value(),
                                Objects.requireNonNull(amount).value(),
                                body.expiresIn()))
                .map(FxRoutes::answer));
    }

    private static Answer answer(CreateQuote.Outcome outcome) {
        return switch (outcome) {
            case CreateQuote.Quoted(var quote) -> new Answer.Json(201, QuoteJson.of(quote, Status.ACTIVE));
            // As it was answered first, whatever has become of it since.
            case CreateQuote.Replayed(var quote) ->
                new Answer.Stored(201, JsonWriter.text(QuoteJson.of(quote, Status.ACTIVE)), true);
            case CreateQuote.KeyReused() -> new Answer.Refused(Code.IDEMPOTENCY_KEY_REUSED);
            case CreateQuote.RateUnavailable() -> new Answer.Refused(Code.RATE_UNAVAILABLE);
            case CreateQuote.TooSmall() -> invalid(Code.AMOUNT_TOO_SMALL);
            case CreateQuote.TooLarge() -> invalid(Code.AMOUNT_TOO_LARGE);
        };
    }

    private Future<Answer> getQuote(Call call) {
        return call.id(QuoteId::parse)
                .map(id -> bus.request(FindQuote.ADDRESS, new FindQuote(call.caller(), id))
                        .map(found -> {
                            var quote = found.quote();
                            return quote == null
                                    ? notFound(Code.QUOTE_NOT_FOUND)
                                    : new Answer.Json(200, QuoteJson.of(quote, quote.statusAt(clock.instant())));
                        }))
                .orElseGet(() -> Future.succeededFuture(notFound(Code.QUOTE_NOT_FOUND)));
    }

    private Future<Answer> exchange(Call call) {
        var body = call.body(NewExchange.class);
        var fields = new Fields(maxMinorUnits);
        var id = fields.id("/id", body.id(), ExchangeId::parse);
        var quote = fields.id("/quoteId", body.quoteId(), QuoteId::parse);
        var from = fields.id("/fromWalletId", body.fromWalletId(), WalletId::parse);
        var to = fields.id("/toWalletId", body.toWalletId(), WalletId::parse);
        if (from.orNull() != null && from.value().equals(to.orNull())) {
            fields.refuse("/toWalletId", Code.SAME_WALLET);
        }
        var description = body.description();
        return fields.then(() -> bus.request(
                        ExchangeMoney.ADDRESS,
                        new ExchangeMoney(
                                call.caller(),
                                call.key(),
                                id.orNull(),
                                quote.value(),
                                from.value(),
                                to.value(),
                                description == null ? "" : description))
                .map(outcome -> switch (outcome) {
                    case ExchangeMoney.Answered(var reply, var replayed) ->
                        new Answer.Stored(reply.status(), reply.body(), replayed);
                    case ExchangeMoney.Refused(var code) -> new Answer.Refused(code);
                }));
    }

    private Future<Answer> exchanges(Call call) {
        var query = call.query();
        var page = Page.of(call);
        var fields = new Fields(maxMinorUnits);
        var wallet = fields.id("walletId", query.get("walletId"), WalletId::parse);
        var quote = fields.id("quoteId", query.get("quoteId"), QuoteId::parse);
        var from = fields.time("from", query.get("from"));
        var to = fields.time("to", query.get("to"));
        fields.range(from, to);
        var after = page.after();
        return fields.then(() -> bus.request(
                        FindExchanges.ADDRESS,
                        new FindExchanges(
                                call.caller(),
                                null,
                                wallet.orNull(),
                                quote.orNull(),
                                from.orNull(),
                                to.orNull(),
                                page.fetch(),
                                page.offset(),
                                after == null ? null : ExchangeId.parse(after)))
                .map(found ->
                        page.answer(found.exchanges(), exchange -> exchange.id().toString(), ExchangeJson::of)));
    }

    private Future<Answer> getExchange(Call call) {
        return call.id(ExchangeId::parse)
                .map(id -> bus.request(FindExchanges.ADDRESS, FindExchanges.one(call.caller(), id))
                        .map(found -> found.exchanges().isEmpty()
                                ? notFound(Code.EXCHANGE_NOT_FOUND)
                                : new Answer.Json(
                                        200, ExchangeJson.of(found.exchanges().getFirst()))))
                .orElseGet(() -> Future.succeededFuture(notFound(Code.EXCHANGE_NOT_FOUND)));
    }

    private Future<Answer> position(Call call) {
        var fields = new Fields(maxMinorUnits);
        var in = fields.currency("in", call.query().get("in"));
        return fields.then(() -> bus.request(
                        ReadPosition.ADDRESS, new ReadPosition(call.who().tenant(), in.orNull()))
                .map(position -> new Answer.Json(200, PositionJson.of(position))));
    }

    private static Field<Currency> different(Fields fields, String pointer, Field<Currency> from, Field<Currency> to) {
        if (from.orNull() != null && from.value().equals(to.orNull())) {
            fields.refuse(pointer, Code.SAME_CURRENCY);
        }
        return to;
    }

    private static Answer invalid(Code code) {
        return new Answer.Invalid(List.of(FieldError.of("/amount", code)));
    }

    private static Answer notFound(Code code) {
        return new Answer.Refused(code);
    }
}
