package finance.flowlet.payments;

import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.payments.PaymentView.Progress;
import finance.flowlet.contract.payments.RefundView;
import finance.flowlet.money.Money;
import finance.flowlet.payments.Verdict.Changed;
import finance.flowlet.payments.Verdict.Refused;
import finance.flowlet.problem.Code;
import java.time.Instant;
import java.util.List;

/// The part of [PaymentMachine] that gives money back.
final class Refunds {
    private Refunds() {}

    static Verdict refund(Payment payment, Command.Refund command, Occasion occasion) {
        var left = refundable(payment, occasion.at());
        if (left < 0) {
            return new Refused(Code.PAYMENT_STATE_CONFLICT);
        }
        var asked = command.minorUnits();
        var units = asked == null ? left : asked;
        if (units == 0 || units > left) {
            return new Refused(Code.REFUND_EXCEEDS_CAPTURED);
        }
        var now = payment.progress();
        var refund = new RefundView(
                command.refund(),
                payment.view().id(),
                new Money(units, payment.view().money().currency()),
                command.reason(),
                command.idempotencyKey(),
                occasion.entry(),
                occasion.at());
        var entry = new Postings(payment, occasion)
                .move(EntryKind.REFUND, command.refund().toString(), payment.payee(), null, payment.payer(), units);
        var next = new Progress(
                now.status(),
                now.authorized(),
                now.captured(),
                now.refunded() + units,
                now.disputed(),
                now.dispute(),
                now.fees(),
                now.entries(),
                now.version() + 1,
                now.completedAt(),
                now.expiresAt());
        return new Changed(
                payment.with(next),
                PaymentMachine.happened("payment.refunded", units, occasion),
                List.of(entry),
                List.of(),
                refund,
                null);
    }

    /// What may still be refunded or disputed; -1 when nothing of the kind is possible with this payment.
    /// What was paid by a quote cannot be taken back: the rate that was promised is used up.
    static long refundable(Payment payment, Instant at) {
        var progress = payment.progress();
        return switch (payment.at(at).view().status()) {
            case COMPLETED, PARTIALLY_CAPTURED ->
                payment.view().quote() == null ? progress.captured() - progress.refunded() - progress.disputed() : -1;
            case REQUIRES_ACTION, AUTHORIZED, FAILED, CANCELED, EXPIRED -> -1;
        };
    }
}
