package finance.flowlet.payments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import finance.flowlet.contract.ledger.Step;
import finance.flowlet.contract.payments.CaptureMethod;
import finance.flowlet.contract.payments.DisputeView;
import finance.flowlet.contract.payments.FeePayer;
import finance.flowlet.contract.payments.FeeRule;
import finance.flowlet.contract.payments.PaymentStatus;
import finance.flowlet.contract.payments.PaymentView;
import finance.flowlet.contract.payments.PaymentView.Progress;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.DisputeId;
import finance.flowlet.id.IdSource;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.RefundId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The state machine against the plainest model of a payment: a word for its state and a few sums. Random
/// commands at random times; what the ledger is told to do is booked in a map of balances, and must be what
/// the sums say.
class PaymentMachineTest {
    private static final Currency USD = Currency.of("USD");
    private static final int PAYMENTS = 3_000;
    private static final int COMMANDS = 25;
    private final long seed = Long.getLong("flowlet.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final IdSource ids = new IdSource(Clock.systemUTC(), new Random(seed));

    /// What a payment is to somebody who only counts.
    private static final class Model {
        String state = "requires_action";
        long captured;
        long refunded;
        long lost;
        long contested;
        long fee;
        boolean open;
    }

    /// What the ledger would have done.
    private static final class Books {
        final Map<AccountId, Long> balances = new HashMap<>();
        long held;

        void apply(Step step) {
            switch (step) {
                case Step.PostEntry entry ->
                    entry.postings()
                            .forEach(posting -> balances.merge(
                                    posting.account(),
                                    posting.side() == Step.Side.CREDIT ? posting.minorUnits() : -posting.minorUnits(),
                                    Math::addExact));
                case Step.PlaceHold hold -> held += hold.minorUnits();
                case Step.CaptureHold capture -> held = capture.last() ? 0 : held - capture.minorUnits();
                case Step.ReleaseHold _ -> held = 0;
                case Step.OpenAccount _ -> {}
                case Step other -> throw new AssertionError(other);
            }
        }

        long of(AccountId account) {
            return balances.getOrDefault(account, 0L);
        }
    }

    @Test
    void anyCommandsAtAnyTimeLeaveWhatTheModelSays() {
        System.getLogger(PaymentMachineTest.class.getName()).log(System.Logger.Level.INFO, "seed " + seed);
        var accepted = 0;
        for (var i = 0; i < PAYMENTS; i++) {
            accepted += run();
        }
        // A machine that refuses everything would agree with many models.
        assertEquals(true, accepted > PAYMENTS, () -> "seed " + seed);
    }

    private int run() {
        var rule = rule();
        var amount = 1L + random.nextInt(500);
        var start = Instant.parse("2026-01-31T12:00:00Z");
        var payment =
                waiting(amount, random.nextBoolean() ? CaptureMethod.MANUAL : CaptureMethod.AUTOMATIC, rule, start);
        var model = new Model();
        var books = new Books();
        @Nullable DisputeView dispute = null;
        var now = start;
        var accepted = 0;
        for (var i = 0; i < COMMANDS; i++) {
            now = now.plusSeconds(random.nextInt(8));
            var command = command(payment, dispute);
            var occasion = Occasion.of(random.nextBoolean() ? "staff:maker" : "staff:checker", now, ids);
            var expected = expect(model, payment, command, occasion);
            switch (PaymentMachine.decide(payment, command, occasion)) {
                case Verdict.Refused(var code) -> assertEquals(expected, code.wire(), () -> trace(command));
                case Verdict.Changed changed -> {
                    assertEquals(expected, "ok", () -> trace(command));
                    assertEquals(
                            payment.view().version() + 1,
                            changed.payment().view().version());
                    changed.steps().forEach(books::apply);
                    payment = changed.payment();
                    dispute = changed.dispute() == null ? dispute : changed.dispute();
                    accepted++;
                    check(payment, model, books, command);
                }
            }
        }
        return accepted;
    }

    /// What the model makes of a command: "ok", or the code of the refusal.
    private static String expect(Model model, Payment payment, Command command, Occasion occasion) {
        var end = payment.progress().expiresAt();
        var late = end != null
                && !occasion.at().isBefore(end)
                && List.of("requires_action", "authorized", "partially_captured")
                        .contains(model.state);
        var state = !late ? model.state : model.state.equals("partially_captured") ? "completed" : "expired";
        var amount = payment.view().money().minorUnits();
        var refundable = List.of("completed", "partially_captured").contains(state);
        var left = model.captured - model.refunded - model.lost - model.contested;
        return switch (command) {
            case Command.Confirm _ -> {
                if (!state.equals("requires_action")) {
                    yield "payment_state_conflict";
                }
                if (occasion.actor().equals("staff:maker")) {
                    yield "same_person";
                }
                var manual = payment.view().captureMethod() == CaptureMethod.MANUAL;
                model.state = manual ? "authorized" : "completed";
                model.captured = manual ? 0 : amount;
                model.fee = payment.fee(model.captured);
                yield "ok";
            }
            case Command.Capture(var units, var last) -> {
                if (!state.equals("authorized") && !state.equals("partially_captured")) {
                    yield "payment_state_conflict";
                }
                var taken = units == null ? amount - model.captured : units;
                if (taken > amount - model.captured) {
                    yield "capture_exceeds_authorized";
                }
                model.captured += taken;
                model.fee = payment.fee(model.captured);
                model.state = last || model.captured == amount ? "completed" : "partially_captured";
                yield "ok";
            }
            case Command.Cancel _ -> {
                if (!List.of("requires_action", "authorized", "partially_captured")
                        .contains(state)) {
                    yield "payment_state_conflict";
                }
                model.state = model.captured > 0 ? "completed" : "canceled";
                yield "ok";
            }
            case Command.Expire _ -> {
                model.state = late ? state : model.state;
                yield late ? "ok" : "payment_state_conflict";
            }
            case Command.Refund(var _, var units, var _, var _) -> {
                if (!refundable) {
                    yield "payment_state_conflict";
                }
                var given = units == null ? left : units;
                if (given == 0 || given > left) {
                    yield "refund_exceeds_captured";
                }
                model.refunded += given;
                yield "ok";
            }
            case Command.Contest(var _, var units, var _) -> {
                if (!refundable || model.open) {
                    yield "payment_state_conflict";
                }
                var contested = units == null ? left : units;
                if (contested == 0 || contested > left) {
                    yield "refund_exceeds_captured";
                }
                model.contested = contested;
                model.open = true;
                yield "ok";
            }
            case Command.Evidence(var dispute, var _) ->
                dispute.status().name().equals("NEEDS_RESPONSE") ? "ok" : "state_conflict";
            case Command.Resolve(var _, var won) -> {
                if (!model.open) {
                    yield "state_conflict";
                }
                model.lost += won ? 0 : model.contested;
                model.contested = 0;
                model.open = false;
                yield "ok";
            }
        };
    }

    private void check(Payment payment, Model model, Books books, Command command) {
        var progress = payment.progress();
        var tenant = payment.tenant().uuid();
        var amount = payment.view().money().minorUnits();
        var rule = payment.terms().fee();
        var bySender = rule != null && rule.payer() == FeePayer.SENDER;
        var reserved = List.of("authorized", "partially_captured").contains(model.state)
                ? amount - model.captured + (bySender ? payment.fee(amount) - model.fee : 0)
                : 0;
        assertEquals(
                List.of(
                        model.state,
                        model.captured,
                        model.refunded,
                        model.lost + model.contested,
                        reserved,
                        model.refunded + model.lost - model.captured - (bySender ? model.fee : 0),
                        model.captured - model.refunded - model.lost - model.contested - (bySender ? 0 : model.fee),
                        model.contested,
                        model.fee),
                List.of(
                        progress.status().name().toLowerCase(Locale.ROOT),
                        progress.captured(),
                        progress.refunded(),
                        progress.disputed(),
                        books.held,
                        books.of(payment.payer()),
                        books.of(payment.payee()),
                        books.of(new AccountId(NameBasedId.of(tenant, "dispute:suspense:USD"))),
                        books.of(new AccountId(NameBasedId.of(tenant, "fees:USD")))),
                () -> trace(command));
    }

    private Command command(Payment payment, @Nullable DisputeView dispute) {
        var max = (int) payment.view().money().minorUnits() + 1;
        Long units = random.nextInt(3) == 0 ? null : 1L + random.nextInt(max);
        var kind = random.nextInt(dispute == null ? 8 : 11);
        return switch (kind) {
            case 0, 1 -> new Command.Confirm(null, payment.terms().createdBy());
            case 2, 3 -> new Command.Capture(units == null ? null : 1 + units / 3, random.nextInt(6) == 0);
            case 4 -> random.nextInt(3) == 0 ? new Command.Cancel() : new Command.Capture(units, false);
            case 5 -> new Command.Expire();
            case 6 -> new Command.Refund(new RefundId(ids.next()), units == null ? null : 1 + units / 4, "", null);
            case 7 -> new Command.Contest(new DisputeId(ids.next()), units == null ? null : 1 + units / 4, "");
            case 8 -> new Command.Evidence(present(dispute), "text");
            default -> new Command.Resolve(present(dispute), random.nextBoolean());
        };
    }

    private static DisputeView present(@Nullable DisputeView dispute) {
        assertNotNull(dispute);
        return dispute;
    }

    private @Nullable FeeRule rule() {
        return random.nextInt(4) == 0
                ? null
                : new FeeRule(
                        USD,
                        random.nextInt(5),
                        random.nextInt(500),
                        random.nextInt(3),
                        random.nextBoolean() ? null : 3L + random.nextInt(10),
                        random.nextBoolean() ? FeePayer.SENDER : FeePayer.RECIPIENT);
    }

    private Payment waiting(long amount, CaptureMethod method, @Nullable FeeRule rule, Instant at) {
        var progress = new Progress(
                PaymentStatus.REQUIRES_ACTION, 0, 0, 0, 0, null, List.of(), List.of(), 1, null, at.plusSeconds(40));
        var view = new PaymentView(
                new PaymentId(ids.next()),
                new WalletId(ids.next()),
                new WalletId(ids.next()),
                new Money(amount, USD),
                "",
                method,
                null,
                null,
                null,
                Map.of(),
                at,
                null,
                progress);
        return new Payment(new TenantId(ids.next()), view, new Payment.Terms(rule, 40, "staff:maker"));
    }

    private String trace(Command command) {
        return "seed " + seed + ": " + command;
    }
}
