package finance.flowlet.payments;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.fx.QuoteView;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.contract.ledger.Step.Before;
import finance.flowlet.contract.ledger.Step.UseGuard;
import finance.flowlet.contract.payments.FeePayer;
import finance.flowlet.contract.payments.FeeRule;
import finance.flowlet.contract.payments.Pay;
import finance.flowlet.contract.payments.PaymentJson;
import finance.flowlet.contract.payments.PaymentPreviewJson;
import finance.flowlet.contract.payments.PaymentSettings;
import finance.flowlet.contract.payments.PaymentStatus;
import finance.flowlet.contract.payments.PaymentView;
import finance.flowlet.contract.payments.PaymentView.Progress;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.id.PaymentId;
import finance.flowlet.payments.Payment.Terms;
import finance.flowlet.payments.Verdict.Changed;
import finance.flowlet.problem.Code;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A new payment in the words of the ledger. Everything that must be the same when the command is repeated
/// is decided here, before the first try: the ids, the time, and so every byte of the row and of the
/// answer.
record PayRecipe(Pay pay, Post.Key key, Changed made, Given given, Occasion occasion, boolean idTaken) {
    private static final int FIRST_VERSION = 1;

    /// What is known besides the question: the tenant's rules, the quote that was named, and how long a
    /// reservation or a wait for confirmation lasts.
    record Given(PaymentSettings settings, @Nullable QuoteView quote, int windowSeconds) {}

    static PayRecipe of(Pay pay, Post.Key key, PaymentId id, boolean idTaken, Given given, Occasion occasion) {
        var rule = given.settings().fee(pay.money().currency()).orElse(null);
        var terms = new Terms(
                given.quote() == null || rule == null ? rule : bySender(rule),
                given.windowSeconds(),
                pay.caller().actor());
        var clientKey = pay.key();
        var view = new PaymentView(
                id,
                pay.from(),
                pay.to(),
                pay.money(),
                pay.description(),
                pay.captureMethod(),
                pay.quote(),
                pay.externalReference(),
                clientKey == null ? null : clientKey.text(),
                pay.metadata(),
                occasion.at(),
                null,
                waiting(given, occasion));
        var payment = new Payment(pay.caller().tenant(), view, terms);
        var made = given.settings().requiresApproval(pay.money())
                ? wait(payment, occasion)
                : PaymentMachine.execute(payment, pay.caller().onlyOwner(), given.quote(), occasion, FIRST_VERSION);
        return new PayRecipe(pay, key, made, given, occasion, idTaken);
    }

    /// Whether a second person must confirm.
    boolean waits() {
        return made.payment().view().status() == PaymentStatus.REQUIRES_ACTION;
    }

    /// What would become of it, with what all of it costs.
    PaymentPreviewJson preview() {
        var payment = made.payment();
        var units = pay.money().minorUnits();
        var quote = given.quote();
        var received = quote == null ? pay.money() : quote.buy();
        return PaymentPreviewJson.of(
                payment.view(),
                PaymentMachine.fees(payment, payment.fee(units)),
                received.minorUnits(),
                received.currency());
    }

    /// The command to send; it is dropped when it has not started by `deadline`.
    Post post(Instant deadline) {
        var view = made.payment().view();
        return new Post(
                pay.caller().tenant(),
                key,
                pay.caller().requestId(),
                steps(),
                rows(),
                List.of(event()),
                new Post.Reply(201, Wire.text(PaymentJson.of(view))),
                deadline);
    }

    /// The command that keeps a payment which the ledger has declined, under an id of our own: the one that
    /// was chosen is still free for another try.
    Post failed(Code code, PaymentId id, Instant deadline) {
        var asked = made.payment();
        var none =
                new Progress(PaymentStatus.FAILED, 0, 0, 0, 0, null, List.of(), List.of(), FIRST_VERSION, null, null);
        var view = new PaymentView(
                id,
                pay.from(),
                pay.to(),
                pay.money(),
                pay.description(),
                pay.captureMethod(),
                pay.quote(),
                pay.externalReference(),
                asked.view().idempotencyKey(),
                pay.metadata(),
                occasion.at(),
                code,
                none);
        var payment = new Payment(asked.tenant(), view, asked.terms());
        var units = pay.money().minorUnits();
        var json = Wire.text(PaymentEvent.of(view, units));
        return new Post(
                asked.tenant(),
                new Post.Key(NameBasedId.of(key.scope(), "declined payments"), key.text(), key.fingerprint()),
                pay.caller().requestId(),
                List.of(Refusal.NOTHING),
                List.of(PaymentRow.made(payment, PaymentMachine.happened("payment.failed", units, occasion))),
                List.of(new Post.Event(occasion.secondEvent(), "payment.failed", id.toString(), FIRST_VERSION, json)),
                new Post.Reply(201, Wire.text(PaymentJson.of(view))),
                deadline);
    }

    List<Post.BusinessRow> rows() {
        var rows = new ArrayList<>(made.rows());
        rows.add(PaymentRow.made(made.payment(), made.happened()));
        rows.addAll(pay.alongside().rows());
        return rows;
    }

    Post.Event event() {
        var view = made.payment().view();
        var fact = PaymentEvent.of(view, made.happened().minorUnits());
        return new Post.Event(
                occasion.event(), made.happened().type(), view.id().toString(), FIRST_VERSION, Wire.text(fact));
    }

    List<Step> steps() {
        var steps = new ArrayList<>(made.steps());
        if (pay.id() != null) {
            steps.add(claimId());
        }
        var reference = pay.externalReference();
        if (reference != null) {
            steps.add(new UseGuard(guard("externalReference:" + reference), 1, 1, Decline.DUPLICATE_REFERENCE));
        }
        steps.addAll(pay.alongside().steps());
        return steps;
    }

    /// A payment by a quote charges the sender, whatever the rule: the recipient receives exactly what was
    /// quoted.
    private static FeeRule bySender(FeeRule rule) {
        return new FeeRule(
                rule.currency(), rule.fixed(), rule.basisPoints(), rule.minimum(), rule.maximum(), FeePayer.SENDER);
    }

    private static Progress waiting(Given given, Occasion occasion) {
        var end = occasion.at().plusSeconds(given.windowSeconds());
        return new Progress(
                PaymentStatus.REQUIRES_ACTION, 0, 0, 0, 0, null, List.of(), List.of(), FIRST_VERSION, null, end);
    }

    /// Nothing moves until somebody else has confirmed.
    private static Changed wait(Payment payment, Occasion occasion) {
        var units = payment.view().money().minorUnits();
        var inTime =
                new Before(occasion.at().plusSeconds(payment.terms().windowSeconds()), Decline.PAYMENT_STATE_CONFLICT);
        return new Changed(
                payment,
                PaymentMachine.happened("payment.requires_action", units, occasion),
                List.of(inTime),
                List.of(),
                null,
                null);
    }

    /// Gives the id away once. Ids of our own making have no guard, so one that is taken already must not
    /// find room either; it is refused by the ledger nonetheless, because a repeated key comes before a
    /// taken id.
    private UseGuard claimId() {
        var id = made.payment().view().id();
        return new UseGuard(guard("payment:" + id), idTaken ? 2 : 1, 1, Decline.ACCOUNT_EXISTS);
    }

    private GuardId guard(String name) {
        return new GuardId(NameBasedId.of(pay.caller().tenant().uuid(), name));
    }
}
