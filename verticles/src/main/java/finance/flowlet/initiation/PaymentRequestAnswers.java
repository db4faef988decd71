package finance.flowlet.initiation;

import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.initiation.AnswerPaymentRequest;
import finance.flowlet.contract.initiation.AnswerPaymentRequest.Answer;
import finance.flowlet.contract.initiation.FindPaymentRequests;
import finance.flowlet.contract.initiation.InitiationReply;
import finance.flowlet.contract.initiation.InitiationReply.Refused;
import finance.flowlet.contract.initiation.PaymentRequestStatus;
import finance.flowlet.contract.initiation.PaymentRequestView;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.payments.CaptureMethod;
import finance.flowlet.contract.payments.Pay;
import finance.flowlet.id.EventId;
import finance.flowlet.id.PaymentId;
import finance.flowlet.platform.AwaitedSql;
import finance.flowlet.platform.Patience;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import java.util.Map;
import java.util.Objects;

/// Decides what becomes of a request to be paid. Accepting, declining, canceling and the end of its time
/// race for its next version in the ledger; who loses looks again, and finds that it is over.
final class PaymentRequestAnswers {
    private static final int MAX_TRIES = 3;
    private final Platform platform;
    private final Patience patience;
    private final PaymentRequestStore store;

    PaymentRequestAnswers(Platform platform, AwaitedSql statements) {
        this.platform = platform;
        this.patience = new Patience(platform);
        this.store = new PaymentRequestStore(statements);
    }

    InitiationReply answer(AnswerPaymentRequest command) {
        for (var tries = 0; tries < MAX_TRIES; tries++) {
            var found = store.find(
                    FindPaymentRequests.one(command.caller(), command.id()),
                    platform.clock().instant());
            if (found.isEmpty()) {
                return new Refused(Code.PAYMENT_REQUEST_NOT_FOUND);
            }
            var request = found.getFirst();
            if (!isTheirs(command, request)) {
                return new Refused(Code.FORBIDDEN);
            }
            if (command.answer() == Answer.ACCEPT
                    && request.from() != null
                    && !request.from().equals(command.from())) {
                return new Refused(Code.OTHER_WALLET_ASKED);
            }
            var open = request.status() == PaymentRequestStatus.PENDING;
            var outcome = send(command, request, open);
            if (!(outcome instanceof Post.Declined refusal) || refusal.reason() != Decline.VERSION_CONFLICT) {
                return Replies.of(outcome, command.key());
            }
            if (!open) {
                return new Refused(Code.STATE_CONFLICT);
            }
        }
        return new Refused(Code.VERSION_CONFLICT);
    }

    /// Staff and servers act for both sides.
    private static boolean isTheirs(AnswerPaymentRequest command, PaymentRequestView request) {
        var customer = command.caller().onlyOwner();
        return customer == null
                || customer.equals(command.answer() == Answer.CANCEL ? request.payee() : request.payer());
    }

    private Post.Outcome send(AnswerPaymentRequest command, PaymentRequestView request, boolean open) {
        return switch (command.answer()) {
            case ACCEPT -> pay(command, request, open);
            case DECLINE -> change(command, request.next(PaymentRequestStatus.DECLINED, null), open);
            case CANCEL -> change(command, request.next(PaymentRequestStatus.CANCELED, null), open);
        };
    }

    private Post.Outcome change(AnswerPaymentRequest command, PaymentRequestView after, boolean open) {
        var caller = command.caller();
        var ids = platform.ids();
        var key = Post.Key.of(command.key(), caller.tenant(), ids);
        var recipe = new PaymentRequestRecipe(caller, key, after, new EventId(ids.next()));
        return patience.request(Post.ADDRESS, deadline -> recipe.changed(open, deadline))
                .await();
    }

    /// The payment and the request's end are one commit. Whoever asks, the wallet must be the payer's: the
    /// ledger makes sure of it.
    private Post.Outcome pay(AnswerPaymentRequest command, PaymentRequestView request, boolean open) {
        var caller = command.caller();
        var payer = new Caller(caller.tenant(), request.payer(), caller.actor(), caller.requestId());
        var payment = new PaymentId(platform.ids().next());
        var after = request.next(PaymentRequestStatus.ACCEPTED, payment);
        var pay = new Pay(
                payer,
                command.key(),
                payment,
                Objects.requireNonNull(command.from()),
                request.to(),
                request.money(),
                request.description(),
                null,
                Map.of("paymentRequestId", request.id().toString()),
                CaptureMethod.AUTOMATIC,
                null,
                null,
                PaymentRequestRecipe.paid(caller.tenant(), after, open));
        return platform.bus().request(Pay.ADDRESS, pay).await();
    }
}
