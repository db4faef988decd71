package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.payments.ChangeDispute;
import finance.flowlet.contract.payments.DisputeJson;
import finance.flowlet.contract.payments.DisputeStatus;
import finance.flowlet.contract.payments.FindDisputes;
import finance.flowlet.id.DisputeId;
import finance.flowlet.id.PaymentId;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;

/// Disputes over HTTP.
final class DisputeRoutes {
    private final Bus bus;
    private final long maxMinorUnits;

    DisputeRoutes(Platform platform) {
        this.bus = platform.bus();
        this.maxMinorUnits = platform.config().limits().maxAmountMinorUnits();
    }

    record NewEvidence(String text) {}

    record Resolution(String outcome) {}

    /// Who was right: `won` is the payee.
    enum Outcome {
        WON,
        LOST
    }

    void register(Operations operations) {
        operations
                .on("listDisputes", this::list)
                .on("getDispute", this::get)
                .on(
                        "submitEvidence",
                        NewEvidence.class,
                        call -> change(
                                call,
                                new ChangeDispute.Evidence(
                                        call.body(NewEvidence.class).text())))
                .on("resolveDispute", Resolution.class, this::resolve);
    }

    private Future<Answer> list(Call call) {
        var query = call.query();
        var page = Page.of(call);
        var fields = new Fields(maxMinorUnits);
        var payment = fields.id("paymentId", query.get("paymentId"), PaymentId::parse);
        var status = fields.choice("status", query.get("status"), DisputeStatus.class);
        var after = page.after() == null ? null : DisputeId.parse(page.after());
        return fields.then(() -> bus.request(
                        FindDisputes.ADDRESS,
                        new FindDisputes(
                                call.caller(),
                                null,
                                payment.orNull(),
                                status.orNull(),
                                page.fetch(),
                                page.offset(),
                                after))
                .map(found ->
                        page.answer(found.disputes(), dispute -> dispute.id().toString(), DisputeJson::of)));
    }

    private Future<Answer> get(Call call) {
        return call.id(DisputeId::parse)
                .map(id -> bus.request(FindDisputes.ADDRESS, FindDisputes.one(call.caller(), id))
                        .<Answer>map(found -> found.disputes().isEmpty()
                                ? new Answer.Refused(Code.DISPUTE_NOT_FOUND)
                                : new Answer.Json(
                                        200, DisputeJson.of(found.disputes().getFirst()))))
                .orElseGet(() -> PaymentAnswers.refused(Code.DISPUTE_NOT_FOUND));
    }

    private Future<Answer> resolve(Call call) {
        var fields = new Fields(maxMinorUnits);
        var outcome = fields.choice("/outcome", call.body(Resolution.class).outcome(), Outcome.class);
        return fields.then(() -> change(call, new ChangeDispute.Resolve(outcome.value() == Outcome.WON)));
    }

    private Future<Answer> change(Call call, ChangeDispute.Change change) {
        return call.id(DisputeId::parse)
                .map(id -> bus.request(ChangeDispute.ADDRESS, new ChangeDispute(call.caller(), call.key(), id, change))
                        .map(PaymentAnswers::of))
                .orElseGet(() -> PaymentAnswers.refused(Code.DISPUTE_NOT_FOUND));
    }
}
