package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.auth.Principal;
import finance.flowlet.contract.initiation.AnswerPaymentRequest;
import finance.flowlet.contract.initiation.FindPaymentRequests;
import finance.flowlet.contract.initiation.PaymentRequestJson;
import finance.flowlet.contract.initiation.PaymentRequestStatus;
import finance.flowlet.contract.initiation.RequestPayment;
import finance.flowlet.id.PaymentRequestId;
import finance.flowlet.id.UserId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Amount;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/// Requests to be paid over HTTP.
final class PaymentRequestRoutes {
    private final Bus bus;
    private final long maxMinorUnits;

    PaymentRequestRoutes(Platform platform) {
        this.bus = platform.bus();
        this.maxMinorUnits = platform.config().limits().maxAmountMinorUnits();
    }

    record NewPaymentRequest(
            @Nullable String id,
            String toWalletId,
            @Nullable String fromUserId,
            @Nullable String fromWalletId,
            Amount amount,
            String currency,
            @Nullable String description,
            @Nullable Integer expiresIn) {}

    record Acceptance(String fromWalletId) {}

    void register(Operations operations) {
        operations
                .on("createPaymentRequest", NewPaymentRequest.class, this::create)
                .on("listPaymentRequests", this::list)
                .on("getPaymentRequest", this::get)
                .on("acceptPaymentRequest", Acceptance.class, this::accept)
                .on("declinePaymentRequest", call -> answer(call, AnswerPaymentRequest.Answer.DECLINE, null))
                .on("cancelPaymentRequest", call -> answer(call, AnswerPaymentRequest.Answer.CANCEL, null));
    }

    private Future<Answer> create(Call call) {
        var body = call.body(NewPaymentRequest.class);
        var fields = new Fields(maxMinorUnits);
        var id = fields.id("/id", body.id(), PaymentRequestId::parse);
        var to = fields.id("/toWalletId", body.toWalletId(), WalletId::parse);
        var from = fields.id("/fromWalletId", body.fromWalletId(), WalletId::parse);
        var user = body.fromUserId();
        if (call.who().kind() == Principal.Kind.CUSTOMER) {
            // The ids that the business gives its customers can be guessed; ours cannot.
            fields.id("/fromUserId", user, UserId::parse);
        }
        if (from.absent() && user == null) {
            fields.refuse("/fromUserId", Code.REQUIRED);
        }
        if (from.orNull() != null && user != null) {
            fields.refuse("/fromUserId", Code.INVALID_VALUE);
        }
        if (to.orNull() != null && to.value().equals(from.orNull())) {
            fields.refuse("/fromWalletId", Code.SAME_WALLET);
        }
        var currency = fields.currency("/currency", body.currency());
        var money = fields.money("/amount", body.amount(), currency);
        var description = body.description();
        return fields.then(() -> bus.request(
                        RequestPayment.ADDRESS,
                        new RequestPayment(
                                call.caller(),
                                call.key(),
                                id.orNull(),
                                to.value(),
                                user,
                                from.orNull(),
                                money.value(),
                                description == null ? "" : description,
                                body.expiresIn()))
                .map(BatchRoutes::answer));
    }

    private Future<Answer> accept(Call call) {
        var fields = new Fields(maxMinorUnits);
        var from = fields.id("/fromWalletId", call.body(Acceptance.class).fromWalletId(), WalletId::parse);
        return fields.then(() -> answer(call, AnswerPaymentRequest.Answer.ACCEPT, from.value()));
    }

    private Future<Answer> answer(Call call, AnswerPaymentRequest.Answer answer, @Nullable WalletId from) {
        return call.id(PaymentRequestId::parse)
                .map(id -> bus.request(
                                AnswerPaymentRequest.ADDRESS,
                                new AnswerPaymentRequest(call.caller(), call.key(), id, answer, from))
                        .map(BatchRoutes::answer))
                .orElseGet(PaymentRequestRoutes::notFound);
    }

    private Future<Answer> list(Call call) {
        var page = Page.of(call);
        var fields = new Fields(maxMinorUnits);
        var status = fields.choice("status", call.query().get("status"), PaymentRequestStatus.class);
        var after = page.after();
        return fields.then(() -> bus.request(
                        FindPaymentRequests.ADDRESS,
                        new FindPaymentRequests(
                                call.caller(),
                                null,
                                status.orNull(),
                                page.fetch(),
                                page.offset(),
                                after == null ? null : PaymentRequestId.parse(after)))
                .map(found ->
                        page.answer(found.requests(), request -> request.id().toString(), PaymentRequestJson::of)));
    }

    private Future<Answer> get(Call call) {
        return call.id(PaymentRequestId::parse)
                .map(id -> bus.request(FindPaymentRequests.ADDRESS, FindPaymentRequests.one(call.caller(), id))
                        .compose(found -> found.requests().isEmpty()
                                ? notFound()
                                : Future.succeededFuture((Answer) new Answer.Json(
                                        200,
                                        PaymentRequestJson.of(found.requests().getFirst())))))
                .orElseGet(PaymentRequestRoutes::notFound);
    }

    private static Future<Answer> notFound() {
        return Future.succeededFuture(new Answer.Refused(Code.PAYMENT_REQUEST_NOT_FOUND));
    }
}
