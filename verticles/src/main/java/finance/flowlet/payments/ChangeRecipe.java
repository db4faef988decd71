package finance.flowlet.payments;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.contract.ledger.Step.Advance;
import finance.flowlet.contract.payments.DisputeJson;
import finance.flowlet.contract.payments.PaymentJson;
import finance.flowlet.contract.payments.RefundJson;
import finance.flowlet.payments.Verdict.Changed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A change of a payment in the words of the ledger. It counts only for the version that it was decided on;
/// if the payment has moved on, the ledger declines it.
record ChangeRecipe(Caller caller, Post.Key key, Changed changed, Occasion occasion) {
    /// The command to send; it is dropped when it has not started by `deadline`.
    Post post(Instant deadline) {
        var steps = new ArrayList<Step>();
        steps.add(new Advance(
                changed.payment().changes(), changed.payment().view().version() - 2));
        steps.addAll(changed.steps());
        return new Post(
                changed.payment().tenant(), key, caller.requestId(), steps, rows(), events(), reply(), deadline);
    }

    private List<Post.BusinessRow> rows() {
        var rows = new ArrayList<>(changed.rows());
        rows.add(PaymentRow.changed(changed.payment(), changed.happened()));
        if (changed.refund() != null) {
            rows.add(RefundRow.of(changed.payment().tenant(), changed.refund()));
        }
        if (changed.dispute() != null) {
            rows.add(DisputeRow.of(changed.payment().tenant(), changed.dispute()));
        }
        return rows;
    }

    private List<Post.Event> events() {
        var payment = changed.payment().view();
        var fact = PaymentEvent.of(payment, changed.happened().minorUnits());
        var events = new ArrayList<Post.Event>();
        events.add(new Post.Event(
                occasion.event(),
                changed.happened().type(),
                payment.id().toString(),
                payment.version(),
                Wire.text(fact)));
        var refund = changed.refund();
        if (refund != null) {
            var json = Wire.text(RefundJson.of(refund));
            events.add(new Post.Event(
                    occasion.secondEvent(), "refund.completed", refund.id().toString(), 1, json));
        }
        var dispute = changed.dispute();
        if (dispute != null) {
            var type =
                    dispute.version() == 1 ? "created" : dispute.status().name().toLowerCase(Locale.ROOT);
            var json = Wire.text(DisputeJson.of(dispute));
            events.add(new Post.Event(
                    occasion.secondEvent(), "dispute." + type, dispute.id().toString(), dispute.version(), json));
        }
        return events;
    }

    private Post.Reply reply() {
        var refund = changed.refund();
        var dispute = changed.dispute();
        if (refund != null) {
            return new Post.Reply(201, Wire.text(RefundJson.of(refund)));
        }
        if (dispute != null) {
            return new Post.Reply(dispute.version() == 1 ? 201 : 200, Wire.text(DisputeJson.of(dispute)));
        }
        return new Post.Reply(200, Wire.text(PaymentJson.of(changed.payment().view())));
    }
}
