package finance.flowlet.payments;

import finance.flowlet.contract.ledger.Step;
import finance.flowlet.contract.payments.DisputeStatus;
import finance.flowlet.contract.payments.DisputeView;
import finance.flowlet.contract.payments.PaymentView.Progress;
import finance.flowlet.id.EntryId;
import finance.flowlet.money.Money;
import finance.flowlet.payments.Verdict.Changed;
import finance.flowlet.payments.Verdict.Refused;
import finance.flowlet.problem.Code;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The part of [PaymentMachine] that deals with contested money: into suspense, and from there to whoever
/// is right. One dispute of a payment at a time.
final class Disputes {
    private Disputes() {}

    static Verdict contest(Payment payment, Command.Contest command, Occasion occasion) {
        var left = Refunds.refundable(payment, occasion.at());
        var latest = payment.progress().dispute();
        if (left < 0 || (latest != null && latest.open())) {
            return new Refused(Code.PAYMENT_STATE_CONFLICT);
        }
        var asked = command.minorUnits();
        var units = asked == null ? left : asked;
        if (units == 0 || units > left) {
            return new Refused(Code.REFUND_EXCEEDS_CAPTURED);
        }
        var dispute = new DisputeView(
                command.dispute(),
                payment.view().id(),
                new Money(units, payment.view().money().currency()),
                command.reason(),
                DisputeStatus.NEEDS_RESPONSE,
                null,
                List.of(occasion.entry()),
                1,
                occasion.at(),
                null);
        var steps = new Postings(payment, occasion).contest(command.dispute().toString(), units);
        return changed(payment, payment.progress().disputed() + units, dispute, "payment.disputed", steps, occasion);
    }

    static Verdict evidence(Payment payment, Command.Evidence command, Occasion occasion) {
        var dispute = command.dispute();
        if (dispute.status() != DisputeStatus.NEEDS_RESPONSE) {
            return new Refused(Code.STATE_CONFLICT);
        }
        var next = moved(dispute, DisputeStatus.UNDER_REVIEW, command.text(), dispute.entries(), null);
        return changed(
                payment, payment.progress().disputed(), next, "payment.dispute_under_review", List.of(), occasion);
    }

    static Verdict resolve(Payment payment, Command.Resolve command, Occasion occasion) {
        var dispute = command.dispute();
        if (!dispute.status().open()) {
            return new Refused(Code.STATE_CONFLICT);
        }
        var units = dispute.money().minorUnits();
        var entries = new ArrayList<>(dispute.entries());
        entries.add(occasion.entry());
        var status = command.won() ? DisputeStatus.WON : DisputeStatus.LOST;
        var next = moved(dispute, status, dispute.evidence(), entries, occasion.at());
        var to = command.won() ? payment.payee() : payment.payer();
        var steps = new Postings(payment, occasion).resolve(dispute.id().toString(), to, units);
        // What a payer won back stays counted: it cannot be refunded as well.
        var disputed = payment.progress().disputed() - (command.won() ? units : 0);
        return changed(
                payment,
                disputed,
                next,
                command.won() ? "payment.dispute_won" : "payment.dispute_lost",
                steps,
                occasion);
    }

    private static DisputeView moved(
            DisputeView dispute,
            DisputeStatus status,
            @Nullable String evidence,
            List<EntryId> entries,
            @Nullable Instant resolvedAt) {
        return new DisputeView(
                dispute.id(),
                dispute.payment(),
                dispute.money(),
                dispute.reason(),
                status,
                evidence,
                entries,
                dispute.version() + 1,
                dispute.createdAt(),
                resolvedAt);
    }

    private static Changed changed(
            Payment payment, long disputed, DisputeView dispute, String type, List<Step> steps, Occasion occasion) {
        var now = payment.progress();
        var next = new Progress(
                now.status(),
                now.authorized(),
                now.captured(),
                now.refunded(),
                disputed,
                dispute.status(),
                now.fees(),
                now.entries(),
                now.version() + 1,
                now.completedAt(),
                now.expiresAt());
        var happened = PaymentMachine.happened(type, dispute.money().minorUnits(), occasion);
        return new Changed(payment.with(next), happened, steps, List.of(), null, dispute);
    }
}
