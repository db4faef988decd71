package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.payments.ChangePayment;
import finance.flowlet.contract.payments.ChangePayment.Change;
import finance.flowlet.contract.payments.ListPaymentEvents;
import finance.flowlet.contract.payments.PaymentView;
import finance.flowlet.id.PaymentId;
import finance.flowlet.money.Amount;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What is done with payments that exist, over HTTP: capture, cancel, confirm, refund, dispute; and their
/// history.
final class PaymentChangeRoutes {
    private final Bus bus;
    private final long maxMinorUnits;

    PaymentChangeRoutes(Platform platform) {
        this.bus = platform.bus();
        this.maxMinorUnits = platform.config().limits().maxAmountMinorUnits();
    }

    record NewCapture(@Nullable Amount amount, @Nullable Boolean finalCapture) {}

    record NewRefund(@Nullable Amount amount, @Nullable String reason) {}

    record NewDispute(@Nullable Amount amount, String reason) {}

    void register(Operations operations) {
        operations
                .on("capturePayment", NewCapture.class, this::capture)
                .on("cancelPayment", call -> change(call, new ChangePayment.Cancel()))
                .on("confirmPayment", call -> change(call, new ChangePayment.Confirm()))
                .on("createRefund", NewRefund.class, this::refund)
                .on("createDispute", NewDispute.class, this::contest)
                .on("listPaymentEvents", this::events);
    }

    private Future<Answer> capture(Call call) {
        var body = call.body(NewCapture.class);
        var last = body.finalCapture();
        return change(call, body.amount(), units -> new ChangePayment.Capture(units, last != null && last));
    }

    private Future<Answer> refund(Call call) {
        var body = call.body(NewRefund.class);
        var reason = body.reason();
        return change(call, body.amount(), units -> new ChangePayment.Refund(units, reason == null ? "" : reason));
    }

    private Future<Answer> contest(Call call) {
        var body = call.body(NewDispute.class);
        return change(call, body.amount(), units -> new ChangePayment.Contest(units, body.reason()));
    }

    /// A change about an amount, which is read in the currency of the payment.
    private Future<Answer> change(Call call, @Nullable Amount amount, Function<@Nullable Long, Change> change) {
        return PaymentAnswers.withPayment(bus, call, payment -> {
            var fields = new Fields(maxMinorUnits);
            var currency = new Field<>("/currency", payment.money().currency(), false);
            var money = fields.money("/amount", amount, currency);
            return fields.then(() -> send(
                    call,
                    payment.id(),
                    change.apply(money.orNull() == null ? null : money.value().minorUnits())));
        });
    }

    private Future<Answer> change(Call call, Change change) {
        return call.id(PaymentId::parse)
                .map(id -> send(call, id, change))
                .orElseGet(() -> PaymentAnswers.refused(Code.PAYMENT_NOT_FOUND));
    }

    private Future<Answer> send(Call call, PaymentId id, Change change) {
        return bus.request(ChangePayment.ADDRESS, new ChangePayment(call.caller(), call.key(), id, change))
                .map(PaymentAnswers::of);
    }

    /// A change of a payment. `amount` is what it was about; who did it is for the business only.
    record EventJson(
            String type,
            String status,
            BigDecimal amount,
            String currency,
            long version,
            @Nullable String actor,
            Instant createdAt) {}

    private Future<Answer> events(Call call) {
        var page = Page.of(call);
        var after = page.after();
        return PaymentAnswers.withPayment(
                bus,
                call,
                payment -> bus.request(
                                ListPaymentEvents.ADDRESS,
                                new ListPaymentEvents(
                                        call.caller(),
                                        payment.id(),
                                        page.fetch(),
                                        page.offset(),
                                        after == null ? 0 : Long.parseLong(after)))
                        .map(found -> page.answer(
                                found.events(),
                                event -> Long.toString(event.version()),
                                event -> json(event, payment, call.who().onlyOwner() == null))));
    }

    private static EventJson json(ListPaymentEvents.Event event, PaymentView payment, boolean business) {
        return new EventJson(
                event.type(),
                event.status().name().toLowerCase(Locale.ROOT),
                Decimals.of(event.minorUnits(), payment.money().currency()),
                payment.money().currency().code(),
                event.version(),
                business ? event.actor() : null,
                event.at());
    }
}
