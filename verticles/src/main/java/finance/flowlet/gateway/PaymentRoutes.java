package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.payments.FindPayments;
import finance.flowlet.contract.payments.Pay;
import finance.flowlet.contract.payments.PaymentJson;
import finance.flowlet.contract.payments.PaymentStatus;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Amount;
import finance.flowlet.money.Money;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Payments over HTTP: what a client wrote becomes a question to the payments domain.
final class PaymentRoutes {
    private final Bus bus;
    private final long maxMinorUnits;

    PaymentRoutes(Platform platform) {
        this.bus = platform.bus();
        this.maxMinorUnits = platform.config().limits().maxAmountMinorUnits();
    }

    record NewPayment(
            @Nullable String id,
            String fromWalletId,
            String toWalletId,
            Amount amount,
            String currency,
            @Nullable String description,
            @Nullable String externalReference,
            @Nullable Map<String, String> metadata) {}

    void register(Operations operations) {
        operations
                .on("createPayment", NewPayment.class, this::create)
                .on("listPayments", this::list)
                .on("getPayment", this::get);
    }

    private Future<Answer> create(Call call) {
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
        var description = body.description();
        var metadata = body.metadata();
        return fields.then(() -> bus.request(
                        Pay.ADDRESS,
                        new Pay(
                                call.caller(),
                                call.key(),
                                id.orNull(),
                                from.value(),
                                to.value(),
                                money.value(),
                                description == null ? "" : description,
                                body.externalReference(),
                                metadata == null ? Map.of() : metadata))
                .map(outcome -> answer(outcome, call.key())));
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
        return call.id(PaymentId::parse)
                .map(id -> bus.request(FindPayments.ADDRESS, FindPayments.one(call.caller(), id))
                        .map(found -> found.payments().isEmpty()
                                ? notFound()
                                : new Answer.Json(
                                        200, PaymentJson.of(found.payments().getFirst()))))
                .orElseGet(() -> Future.succeededFuture(notFound()));
    }

    private static Answer answer(Post.Outcome outcome, Post.@Nullable Key key) {
        return switch (outcome) {
            case Post.Posted(var reply) -> new Answer.Stored(reply.status(), reply.body(), false);
            case Post.Declined(var _, var reply, var _) -> new Answer.Stored(reply.status(), reply.body(), false);
            // Without a key of the client's it was our own repetition: the client asked once.
            case Post.Replayed(var reply) -> new Answer.Stored(reply.status(), reply.body(), key != null);
            case Post.KeyReused() -> new Answer.Refused(Code.IDEMPOTENCY_KEY_REUSED);
        };
    }

    private static Answer notFound() {
        return new Answer.Refused(Code.PAYMENT_NOT_FOUND);
    }

    private static @Nullable Amount amount(@Nullable String text) {
        return text == null ? null : new Amount(text);
    }

    private static @Nullable Long minorUnits(Field<Money> money) {
        return money.orNull() == null ? null : money.value().minorUnits();
    }
}
