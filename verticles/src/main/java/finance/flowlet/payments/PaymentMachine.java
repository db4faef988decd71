package finance.flowlet.payments;

import finance.flowlet.contract.fx.ExchangeSteps;
import finance.flowlet.contract.fx.QuoteUse;
import finance.flowlet.contract.fx.QuoteView;
import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.contract.ledger.Step.CaptureHold;
import finance.flowlet.contract.ledger.Step.PlaceHold;
import finance.flowlet.contract.ledger.Step.Release;
import finance.flowlet.contract.ledger.Step.ReleaseHold;
import finance.flowlet.contract.payments.CaptureMethod;
import finance.flowlet.contract.payments.FeePayer;
import finance.flowlet.contract.payments.PaymentStatus;
import finance.flowlet.contract.payments.PaymentView.Fee;
import finance.flowlet.contract.payments.PaymentView.Progress;
import finance.flowlet.id.UserId;
import finance.flowlet.payments.PaymentRow.Happened;
import finance.flowlet.payments.Verdict.Changed;
import finance.flowlet.payments.Verdict.Refused;
import finance.flowlet.problem.Code;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What may follow what: a pure function of a payment, a command and the time. It moves nothing; what it
/// says goes to the ledger, together with the version that it was said of.
final class PaymentMachine {
    /// Captures of one payment, the last of which must be final. It bounds the row and the answer.
    static final int MAX_CAPTURES = 100;

    private PaymentMachine() {}

    static Verdict decide(Payment payment, Command command, Occasion occasion) {
        return switch (command) {
            case Command.Capture capture -> capture(payment, capture, occasion);
            case Command.Cancel _ -> cancel(payment, occasion);
            case Command.Confirm confirm -> confirm(payment, confirm, occasion);
            case Command.Expire _ -> expire(payment, occasion);
            case Command.Refund refund -> Refunds.refund(payment, refund, occasion);
            case Command.Contest contest -> Disputes.contest(payment, contest, occasion);
            case Command.Evidence evidence -> Disputes.evidence(payment, evidence, occasion);
            case Command.Resolve resolve -> Disputes.resolve(payment, resolve, occasion);
        };
    }

    /// Carries out a payment of which nothing has been carried out yet, and makes it `version`. The payer's
    /// wallet must be `owner`'s when one is named.
    static Changed execute(
            Payment payment, @Nullable UserId owner, @Nullable QuoteView quote, Occasion occasion, long version) {
        return payment.view().captureMethod() == CaptureMethod.MANUAL
                ? authorize(payment, owner, occasion, version)
                : pay(payment, owner, quote, occasion, version);
    }

    private static Changed pay(
            Payment payment, @Nullable UserId owner, @Nullable QuoteView quote, Occasion occasion, long version) {
        var postings = new Postings(payment, occasion);
        var units = payment.view().money().minorUnits();
        var fee = payment.fee(units);
        var steps = new ArrayList<Step>();
        if (quote == null) {
            steps.add(postings.move(
                    EntryKind.PAYMENT, postings.reference(), payment.payer(), owner, payment.payee(), units));
        } else {
            steps.addAll(new ExchangeSteps(payment.tenant(), quote, payment.payer(), owner, payment.payee())
                    .of(
                            occasion.entry(),
                            EntryKind.PAYMENT,
                            postings.reference(),
                            payment.view().description(),
                            occasion.actor(),
                            occasion.at()));
        }
        steps.addAll(postings.fee(fee, owner));
        var next = new Progress(
                PaymentStatus.COMPLETED,
                units,
                units,
                0,
                0,
                null,
                fees(payment, fee),
                fee == 0 ? List.of(occasion.entry()) : List.of(occasion.entry(), occasion.feeEntry()),
                version,
                occasion.at(),
                null);
        return new Changed(
                payment.with(next),
                happened("payment.completed", units, occasion),
                steps,
                quote == null
                        ? List.of()
                        : List.of(QuoteUse.row(payment.tenant(), quote, postings.reference(), occasion.at())),
                null,
                null);
    }

    /// Reserves the amount, and what it costs the payer if all of it is captured.
    private static Changed authorize(Payment payment, @Nullable UserId owner, Occasion occasion, long version) {
        var money = payment.view().money();
        var units = money.minorUnits();
        var expiresAt = occasion.at().plusSeconds(payment.terms().windowSeconds());
        var reserved = Math.addExact(units, bySender(payment, payment.fee(units)));
        var hold = new PlaceHold(payment.hold(), payment.payer(), reserved, money.currency(), owner, expiresAt);
        var next = new Progress(
                PaymentStatus.AUTHORIZED, units, 0, 0, 0, null, List.of(), List.of(), version, null, expiresAt);
        return changed(payment.with(next), "payment.authorized", units, List.of(hold), occasion);
    }

    private static Verdict capture(Payment payment, Command.Capture command, Occasion occasion) {
        var now = payment.progress();
        if (!isOpen(payment.at(occasion.at()).view().status())) {
            return new Refused(Code.PAYMENT_STATE_CONFLICT);
        }
        var left = now.authorized() - now.captured();
        var asked = command.minorUnits();
        var units = asked == null ? left : asked;
        if (units > left) {
            return new Refused(Code.CAPTURE_EXCEEDS_AUTHORIZED);
        }
        var last = command.last() || units == left;
        var fee = payment.fee(now.captured() + units) - payment.fee(now.captured());
        var perCapture = payment.terms().fee() == null ? 1 : 2;
        if (!last && now.entries().size() >= (MAX_CAPTURES - 1) * perCapture) {
            return new Refused(Code.PAYMENT_STATE_CONFLICT);
        }
        var postings = new Postings(payment, occasion);
        var steps = new ArrayList<Step>();
        steps.add(new CaptureHold(payment.hold(), units + bySender(payment, fee), last));
        steps.add(
                postings.move(EntryKind.CAPTURE, postings.reference(), payment.payer(), null, payment.payee(), units));
        steps.addAll(postings.fee(fee, null));
        var entries = new ArrayList<>(now.entries());
        entries.add(occasion.entry());
        if (fee > 0) {
            entries.add(occasion.feeEntry());
        }
        var captured = now.captured() + units;
        var next = new Progress(
                last ? PaymentStatus.COMPLETED : PaymentStatus.PARTIALLY_CAPTURED,
                now.authorized(),
                captured,
                now.refunded(),
                now.disputed(),
                now.dispute(),
                fees(payment, payment.fee(captured)),
                entries,
                now.version() + 1,
                last ? occasion.at() : null,
                last ? null : now.expiresAt());
        return changed(
                payment.with(next),
                last ? "payment.completed" : "payment.captured",
                last ? captured : units,
                steps,
                occasion);
    }

    private static Verdict cancel(Payment payment, Occasion occasion) {
        var release = List.<Step>of(new ReleaseHold(payment.hold(), Release.VOIDED));
        var captured = payment.progress().captured();
        return switch (payment.at(occasion.at()).view().status()) {
            case REQUIRES_ACTION -> end(payment, PaymentStatus.CANCELED, null, 0, List.of(), occasion);
            case AUTHORIZED -> end(payment, PaymentStatus.CANCELED, null, 0, release, occasion);
            case PARTIALLY_CAPTURED ->
                end(payment, PaymentStatus.COMPLETED, occasion.at(), captured, release, occasion);
            case COMPLETED, FAILED, CANCELED, EXPIRED -> new Refused(Code.PAYMENT_STATE_CONFLICT);
        };
    }

    private static Verdict confirm(Payment payment, Command.Confirm command, Occasion occasion) {
        if (payment.at(occasion.at()).view().status() != PaymentStatus.REQUIRES_ACTION) {
            return new Refused(Code.PAYMENT_STATE_CONFLICT);
        }
        // Whose wallet it is was looked at when the payment was made.
        return command.maker().equals(occasion.actor())
                ? new Refused(Code.SAME_PERSON)
                : execute(
                        payment, null, command.quote(), occasion, payment.view().version() + 1);
    }

    private static Verdict expire(Payment payment, Occasion occasion) {
        var lapsed = payment.at(occasion.at()).progress();
        var release = List.<Step>of(new ReleaseHold(payment.hold(), Release.EXPIRED));
        if (lapsed.status() == payment.view().status()) {
            return new Refused(Code.PAYMENT_STATE_CONFLICT);
        }
        return switch (payment.view().status()) {
            case REQUIRES_ACTION -> end(payment, lapsed.status(), null, 0, List.of(), occasion);
            case AUTHORIZED -> end(payment, lapsed.status(), null, 0, release, occasion);
            case PARTIALLY_CAPTURED ->
                end(payment, lapsed.status(), lapsed.completedAt(), lapsed.captured(), release, occasion);
            case COMPLETED, FAILED, CANCELED, EXPIRED -> new Refused(Code.PAYMENT_STATE_CONFLICT);
        };
    }

    private static boolean isOpen(PaymentStatus status) {
        return status == PaymentStatus.AUTHORIZED || status == PaymentStatus.PARTIALLY_CAPTURED;
    }

    private static Changed end(
            Payment payment,
            PaymentStatus status,
            @Nullable Instant completedAt,
            long minorUnits,
            List<Step> steps,
            Occasion occasion) {
        var now = payment.progress();
        var next = new Progress(
                status,
                now.authorized(),
                now.captured(),
                now.refunded(),
                now.disputed(),
                now.dispute(),
                now.fees(),
                now.entries(),
                now.version() + 1,
                completedAt,
                status == PaymentStatus.EXPIRED ? now.expiresAt() : null);
        var about = minorUnits == 0 ? payment.view().money().minorUnits() : minorUnits;
        return changed(payment.with(next), "payment." + status.name().toLowerCase(Locale.ROOT), about, steps, occasion);
    }

    private static long bySender(Payment payment, long fee) {
        var rule = payment.terms().fee();
        return rule != null && rule.payer() == FeePayer.SENDER ? fee : 0;
    }

    /// What has been charged, when `charged` was.
    static List<Fee> fees(Payment payment, long charged) {
        var rule = payment.terms().fee();
        return rule == null || charged == 0 ? List.of() : List.of(new Fee(charged, rule.payer()));
    }

    private static Changed changed(Payment payment, String type, long minorUnits, List<Step> steps, Occasion occasion) {
        return new Changed(payment, happened(type, minorUnits, occasion), steps, List.of(), null, null);
    }

    static Happened happened(String type, long minorUnits, Occasion occasion) {
        return new Happened(type, minorUnits, occasion.actor(), occasion.at());
    }
}
