package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.payments.FindPayments;
import finance.flowlet.contract.payments.PaymentReply;
import finance.flowlet.contract.payments.PaymentView;
import finance.flowlet.id.PaymentId;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What all routes of payments answer in the same way.
final class PaymentAnswers {
    private PaymentAnswers() {}

    static Answer of(Post.Outcome outcome, Post.@Nullable Key key) {
        return switch (outcome) {
            case Post.Posted(var reply) -> new Answer.Stored(reply.status(), reply.body(), false);
            case Post.Declined(var _, var reply, var _) -> new Answer.Stored(reply.status(), reply.body(), false);
            // Without a key of the client's it was our own repetition: the client asked once.
            case Post.Replayed(var reply) -> new Answer.Stored(reply.status(), reply.body(), key != null);
            case Post.KeyReused() -> new Answer.Refused(Code.IDEMPOTENCY_KEY_REUSED);
        };
    }

    static Answer of(PaymentReply reply) {
        return switch (reply) {
            case PaymentReply.Answered(var stored, var replayed) ->
                new Answer.Stored(stored.status(), stored.body(), replayed);
            case PaymentReply.Refused(var code) -> new Answer.Refused(code);
        };
    }

    /// Answers with what `use` makes of the payment in the path, if the caller may see it.
    static Future<Answer> withPayment(Bus bus, Call call, Function<PaymentView, Future<Answer>> use) {
        return call.id(PaymentId::parse)
                .map(id -> withPayment(bus, call, id, use))
                .orElseGet(() -> refused(Code.PAYMENT_NOT_FOUND));
    }

    /// The same for a payment that another object belongs to.
    static Future<Answer> withPayment(Bus bus, Call call, PaymentId id, Function<PaymentView, Future<Answer>> use) {
        return bus.request(FindPayments.ADDRESS, FindPayments.one(call.caller(), id))
                .compose(found -> found.payments().isEmpty()
                        ? refused(Code.PAYMENT_NOT_FOUND)
                        : use.apply(found.payments().getFirst()));
    }

    static Future<Answer> refused(Code code) {
        return Future.succeededFuture(new Answer.Refused(code));
    }
}
