package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.payments.FindPayments;
import finance.flowlet.contract.payments.FindRefunds;
import finance.flowlet.contract.payments.RefundJson;
import finance.flowlet.contract.payments.RefundView;
import finance.flowlet.id.RefundId;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;

/// Refunds over HTTP. Whoever may see a payment may see what was given back for it.
final class RefundRoutes {
    private final Bus bus;

    RefundRoutes(Platform platform) {
        this.bus = platform.bus();
    }

    void register(Operations operations) {
        operations.on("listRefunds", this::list).on("getRefund", this::get);
    }

    private Future<Answer> list(Call call) {
        var page = Page.of(call);
        var after = page.after() == null ? null : RefundId.parse(page.after());
        return PaymentAnswers.withPayment(
                bus,
                call,
                payment -> bus.request(
                                FindRefunds.ADDRESS,
                                new FindRefunds(call.caller(), null, payment.id(), page.fetch(), page.offset(), after))
                        .map(found -> page.answer(
                                found.refunds(),
                                refund -> refund.id().toString(),
                                refund -> RefundJson.of(seenBy(call, refund)))));
    }

    private Future<Answer> get(Call call) {
        return call.id(RefundId::parse)
                .map(id -> bus.request(FindRefunds.ADDRESS, FindRefunds.one(call.caller(), id))
                        .compose(found -> found.refunds().isEmpty()
                                ? notFound()
                                : get(call, found.refunds().getFirst())))
                .orElseGet(RefundRoutes::notFound);
    }

    private Future<Answer> get(Call call, RefundView refund) {
        var question = FindPayments.one(call.caller(), refund.payment());
        return bus.request(FindPayments.ADDRESS, question)
                .map(found -> found.payments().isEmpty()
                        ? new Answer.Refused(Code.REFUND_NOT_FOUND)
                        : new Answer.Json(200, RefundJson.of(seenBy(call, refund))));
    }

    /// Under which key the business gave it back is not its customers' to read.
    private static RefundView seenBy(Call call, RefundView refund) {
        return call.who().onlyOwner() == null
                ? refund
                : new RefundView(
                        refund.id(),
                        refund.payment(),
                        refund.money(),
                        refund.reason(),
                        null,
                        refund.entry(),
                        refund.createdAt());
    }

    private static Future<Answer> notFound() {
        return PaymentAnswers.refused(Code.REFUND_NOT_FOUND);
    }
}
