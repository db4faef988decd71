package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.payments.CaptureMethod;
import finance.flowlet.contract.payments.FindPayments;
import finance.flowlet.contract.payments.Pay;
import finance.flowlet.contract.payments.PaymentJson;
import finance.flowlet.contract.payments.PaymentStatus;
import finance.flowlet.contract.payments.PreviewPayment;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.QuoteId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Amount;
import finance.flowlet.money.Money;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Payments over HTTP: what a client wrote becomes a question to the payments domain.
final class PaymentRoutes {
    private final Bus bus;
    private final long maxMinorUnits;
    private final int maxExpirySeconds;

    PaymentRoutes(Platform platform) {
        this.bus = platform.bus();
        this.maxMinorUnits = platform.config().limits().maxAmountMinorUnits();
        this.maxExpirySeconds = platform.config().payments().maxExpirySeconds();
    }

    record NewPayment(
            @Nullable String id,
            String fromWalletId,
            String toWalletId,
            Amount amount,
            String currency,
            @Nullable String description,
            @Nullable String externalReference,
            @Nullable Map<String, String> metadata,
            @Nullable String captureMethod,
            @Nullable Integer expiresIn,
            @Nullable String fxQuoteId) {}

    void register(Operations operations) {
        operations
                .on("createPayment", NewPayment.class, this::create)
                .on("previewPayment", NewPayment.class, this::preview)
                .on("listPayments", this::list)
                .on("getPayment", this::get);
    }

    private Future<Answer> create(Call call) {
        return withPay(
                call, pay -> bus.request(Pay.ADDRESS, pay).map(outcome -> PaymentAnswers.of(outcome, call.key())));
    }

    private Future<Answer> preview(Call call) {
        return withPay(
                call,
                pay -> bus.request(PreviewPayment.ADDRESS, new PreviewPayment(pay))
                        .map(PaymentAnswers::of));
    }

    private Future<Answer> withPay(Call call, Function<Pay, Future<Answer>> use) {
        var body = call.body(NewPayment.class);
        var fields = new Fields(maxMinorUnits);
        var id = fields.id("/id", body.id(), PaymentId::parse);
        var from = fields.id("/fromWalletId", body.fromWalletId(), WalletId::parse);
        var to = fields.id("/toWalletId", body.toWalletId(), WalletId::parse);
        if (from.orNull() != null && from.value().equals(to.orNull())) {
            fields.refuse("/toWalletId", Code.SAME_WALLET);
        }
        var currency = fields.currency("/currency", body.currency());
        var money = fields.money("/amount", body.amount(), currency);
        var method = fields.choice("/captureMethod", body.captureMethod(), CaptureMethod.class);
        var quote = fields.id("/fxQuoteId", body.fxQuoteId(), QuoteId::parse);
        if (quote.orNull() != null && method.orNull() == CaptureMethod.MANUAL) {
            // A rate is promised for now. What is captured later would be exchanged at a rate that nobody
            // promised.
            fields.refuse("/captureMethod", Code.INVALID_VALUE);
        }
        var expiresIn = body.expiresIn();
        if (expiresIn != null && expiresIn > maxExpirySeconds) {
            fields.refuse("/expiresIn", Code.INVALID_VALUE);
        }
        BatchRoutes.reference("/externalReference", body.externalReference(), call, fields);
        var description = body.description();
        var metadata = body.metadata();
        return fields.then(() -> use.apply(new Pay(
                call.caller(),
                call.key(),
                id.orNull(),
                from.value(),
                to.value(),
                money.value(),
                description == null ? "" : description,
                body.externalReference(),
                metadata == null ? Map.of() : metadata,
                method.orNull() == null ? CaptureMethod.AUTOMATIC : method.value(),
                expiresIn,
                quote.orNull(),
                Pay.Alongside.NOTHING)));
    }

    private Future<Answer> list(Call call) {
        var query = call.query();
        var page = Page.of(call);
        var fields = new Fields(maxMinorUnits);
        var wallet = fields.id("walletId", query.get("walletId"), WalletId::parse);
        var from = fields.id("fromWalletId", query.get("fromWalletId"), WalletId::parse);
        var to = fields.id("toWalletId", query.get("toWalletId"), WalletId::parse);
        var status = fields.choice("status", query.get("status"), PaymentStatus.class);
        var currency = fields.currency("currency", query.get("currency"));
        var least = fields.money("minAmount", amount(query.get("minAmount")), currency);
        var most = fields.money("maxAmount", amount(query.get("maxAmount")), currency);
        var start = fields.time("from", query.get("from"));
        var end = fields.time("to", query.get("to"));
        fields.range(start, end);
        var after = page.after();
        return fields.then(() -> bus.request(
                        FindPayments.ADDRESS,
                        new FindPayments(
                                call.caller(),
                                null,
                                wallet.orNull(),
                                from.orNull(),
                                to.orNull(),
                                status.orNull(),
                                currency.orNull(),
                                start.orNull(),
                                end.orNull(),
                                minorUnits(least),
                                minorUnits(most),
                                query.get("externalReference"),
                                page.fetch(),
                                page.offset(),
                                after == null ? null : PaymentId.parse(after)))
                .map(found ->
                        page.answer(found.payments(), payment -> payment.id().toString(), PaymentJson::of)));
    }

    private Future<Answer> get(Call call) {
        return PaymentAnswers.withPayment(
                bus, call, payment -> Future.succeededFuture(new Answer.Json(200, PaymentJson.of(payment))));
    }

    private static @Nullable Amount amount(@Nullable String text) {
        return text == null ? null : new Amount(text);
    }

    private static @Nullable Long minorUnits(Field<Money> money) {
        return money.orNull() == null ? null : money.value().minorUnits();
    }
}
