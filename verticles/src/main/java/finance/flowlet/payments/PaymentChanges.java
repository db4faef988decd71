package finance.flowlet.payments;

import finance.flowlet.bus.Fault;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.auth.FindPersonBehind;
import finance.flowlet.contract.fx.QuoteView;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.payments.ChangeDispute;
import finance.flowlet.contract.payments.ChangePayment;
import finance.flowlet.contract.payments.FindDisputes;
import finance.flowlet.contract.payments.PaymentReply;
import finance.flowlet.contract.payments.PaymentReply.Answered;
import finance.flowlet.contract.payments.PaymentReply.Refused;
import finance.flowlet.id.DisputeId;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.RefundId;
import finance.flowlet.platform.Patience;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Takes payments further: read it, decide, and let the ledger commit the decision for exactly the version
/// it was made on. Whoever comes too late reads again and decides anew, under the same key.
final class PaymentChanges {
    private static final String STAFF = "staff:";
    private final Platform platform;
    private final PaymentStore store;
    private final DisputeStore disputes;
    private final Turnstile turnstile;
    private final Patience patience;
    private final int deadlineMillis;
    private final int backoffMillis;

    PaymentChanges(Platform platform, PaymentStore store, DisputeStore disputes, Turnstile turnstile) {
        this.platform = platform;
        this.store = store;
        this.disputes = disputes;
        this.turnstile = turnstile;
        this.patience = new Patience(platform);
        this.deadlineMillis = platform.config().ledger().commandDeadlineMillis();
        this.backoffMillis = platform.config().services().retries().backoffMillis();
    }

    /// Reads what the command needs besides the payment.
    private interface Preparation {
        Future<Command> of(Payment payment);
    }

    /// One request: who asks, under which key, for which payment. `clientKey` is null when the client sent
    /// none.
    private record Request(Caller caller, Post.Key key, boolean clientKey, PaymentId payment, Preparation command) {}

    Future<PaymentReply> change(ChangePayment change) {
        var caller = change.caller();
        if (caller.onlyOwner() != null) {
            return refused(Code.PAYMENT_NOT_FOUND);
        }
        if (change.change() instanceof ChangePayment.Confirm && !caller.actor().startsWith(STAFF)) {
            return refused(Code.FORBIDDEN);
        }
        return change(request(caller, change.key(), change.payment(), payment -> command(change, payment)));
    }

    Future<PaymentReply> change(ChangeDispute change) {
        var caller = change.caller();
        return disputes.find(FindDisputes.one(caller, change.dispute()))
                .compose(found -> found.isEmpty() || caller.onlyOwner() != null
                        ? refused(Code.DISPUTE_NOT_FOUND)
                        : change(request(caller, change.key(), found.getFirst().payment(), _ -> command(change))));
    }

    /// Writes down that the payment's time has passed; true when it was not written down before.
    Future<Boolean> expire(PaymentStore.Due due) {
        var caller = new Caller(due.tenant(), null, "system:expiry", "job:expiry");
        var request = request(caller, null, due.payment(), _ -> Future.succeededFuture(new Command.Expire()));
        return change(request).map(reply -> reply instanceof Answered(var answer, var _) && answer.status() == 200);
    }

    private Request request(Caller caller, Post.@Nullable Key key, PaymentId payment, Preparation command) {
        return new Request(caller, Post.Key.of(key, caller.tenant(), platform.ids()), key != null, payment, command);
    }

    private Future<PaymentReply> change(Request request) {
        var deadline = platform.clock().instant().plusMillis(deadlineMillis);
        return turnstile.pass(platform.vertx(), request.payment.uuid(), () -> attempt(request, deadline));
    }

    private Future<PaymentReply> attempt(Request request, Instant deadline) {
        return store.find(request.caller.tenant(), request.payment)
                .compose(found -> found.isEmpty()
                        ? refused(Code.PAYMENT_NOT_FOUND)
                        : request.command
                                .of(found.get())
                                .compose(command -> attempt(request, found.get(), command, deadline)));
    }

    private Future<PaymentReply> attempt(Request request, Payment payment, Command command, Instant deadline) {
        var now = platform.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        var occasion = Occasion.of(request.caller.actor(), now, platform.ids());
        return switch (PaymentMachine.decide(payment, command, occasion)) {
            case Verdict.Refused(var code) -> refuse(request, payment.at(now), code);
            case Verdict.Changed changed -> {
                var recipe = new ChangeRecipe(request.caller, request.key, changed, occasion);
                yield patience.request(Post.ADDRESS, recipe::post)
                        .compose(outcome -> outcome instanceof Post.Declined(var reason, var _, var _)
                                        && reason == Decline.VERSION_CONFLICT
                                ? again(request, deadline)
                                : Future.succeededFuture(answer(request, outcome)));
            }
        };
    }

    /// The client named no version, so that it changed is ours to cope with. Whoever loses to the line of
    /// another process loses until that line has an end, since the winner reads while the loser is told; each
    /// loss is somebody's change, so time and not a count says when there are too many. Nothing was stored
    /// under the key.
    private Future<PaymentReply> again(Request request, Instant deadline) {
        return platform.clock().instant().isBefore(deadline)
                ? platform.vertx().timer(backoffMillis, TimeUnit.MILLISECONDS).compose(_ -> attempt(request, deadline))
                : Future.failedFuture(new Fault(Code.LEDGER_BUSY));
    }

    private Future<PaymentReply> refuse(Request request, Payment payment, Code code) {
        var current = code == Code.PAYMENT_STATE_CONFLICT
                ? payment.view().status().name().toLowerCase(Locale.ROOT)
                : null;
        var refusal = new Refusal(request.caller, request.key, code, current);
        if (!request.clientKey) {
            return Future.succeededFuture(new Answered(refusal.reply(), false));
        }
        return patience.request(Post.ADDRESS, refusal::post).map(outcome -> switch (outcome) {
            case Post.Posted _, Post.Declined _ -> new Answered(refusal.reply(), false);
            case Post.Replayed _, Post.KeyReused _ -> answer(request, outcome);
        });
    }

    private static PaymentReply answer(Request request, Post.Outcome outcome) {
        return switch (outcome) {
            case Post.Posted(var reply) -> new Answered(reply, false);
            case Post.Declined(var _, var reply, var _) -> new Answered(reply, false);
            // Without a key of the client's it was our own repetition: the client asked once.
            case Post.Replayed(var reply) -> new Answered(reply, request.clientKey);
            case Post.KeyReused() -> new Refused(Code.IDEMPOTENCY_KEY_REUSED);
        };
    }

    private Future<Command> command(ChangePayment change, Payment payment) {
        var key = change.key();
        return switch (change.change()) {
            case ChangePayment.Capture(var units, var last) -> now(new Command.Capture(units, last));
            case ChangePayment.Cancel() -> now(new Command.Cancel());
            case ChangePayment.Confirm() -> confirm(change.caller(), payment);
            case ChangePayment.Refund(var units, var reason) ->
                now(new Command.Refund(
                        new RefundId(platform.ids().next()), units, reason, key == null ? null : key.text()));
            case ChangePayment.Contest(var units, var reason) ->
                now(new Command.Contest(new DisputeId(platform.ids().next()), units, reason));
        };
    }

    /// The dispute is read again at each try: it may be what has changed.
    private Future<Command> command(ChangeDispute change) {
        return disputes.find(FindDisputes.one(change.caller(), change.dispute()))
                .map(found -> {
                    var dispute = found.getFirst();
                    return switch (change.change()) {
                        case ChangeDispute.Evidence(var text) -> new Command.Evidence(dispute, text);
                        case ChangeDispute.Resolve(var won) -> new Command.Resolve(dispute, won);
                    };
                });
    }

    private Future<Command> confirm(Caller caller, Payment payment) {
        var made = new FindPersonBehind(caller.tenant(), payment.terms().createdBy());
        return platform.bus()
                .request(FindPersonBehind.ADDRESS, made)
                .compose(maker -> quote(caller, payment).map(quote -> new Command.Confirm(quote, maker.actor())));
    }

    private Future<@Nullable QuoteView> quote(Caller caller, Payment payment) {
        var quote = payment.view().quote();
        return quote == null ? Future.succeededFuture(null) : PaymentMaking.quote(platform, caller, quote);
    }

    private static Future<Command> now(Command command) {
        return Future.succeededFuture(command);
    }

    private static Future<PaymentReply> refused(Code code) {
        return Future.succeededFuture(new Refused(code));
    }
}
