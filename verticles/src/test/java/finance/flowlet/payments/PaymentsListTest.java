package finance.flowlet.payments;

import static finance.flowlet.testing.Business.USD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.payments.CaptureMethod;
import finance.flowlet.contract.payments.ChangePayment;
import finance.flowlet.contract.payments.FindPayments;
import finance.flowlet.contract.payments.Pay;
import finance.flowlet.contract.payments.PaymentStatus;
import finance.flowlet.contract.payments.PaymentView;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import finance.flowlet.testing.Business;
import finance.flowlet.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Lists of payments against the plainest model of them: a list in memory, filtered and sorted. Several
/// payments share a millisecond, so that the order needs the id.
class PaymentsListTest {
    private static final int PAYMENTS = 120;
    private static final int QUERIES = 300;
    private static final Comparator<PaymentView> NEWEST_FIRST = Comparator.comparing(PaymentView::createdAt)
            .thenComparing(payment -> payment.id().toString())
            .reversed();
    private static final Currency JPY = Currency.of("JPY");
    private final long seed = Long.getLong("seed", 20_261_122L);
    private final Random random = new Random(seed);
    private final TestClock clock = new TestClock(Instant.parse("2026-01-31T12:00:00Z"));

    private final Map<PaymentId, PaymentView> byId = new HashMap<>();

    /// Whose wallet, and what was in it.
    private record Owned(String owner, WalletId id, Currency currency) {}

    @Test
    void everyListEqualsTheModel() {
        System.getLogger(PaymentsListTest.class.getName()).log(System.Logger.Level.INFO, "seed " + seed);
        try (var business = new Business(clock)) {
            var wallets = new ArrayList<Owned>();
            for (var owner : List.of("ann", "bob", "carl")) {
                for (var currency : List.of(USD, USD, JPY)) {
                    wallets.add(new Owned(owner, business.wallet(owner, currency, 1_000_00), currency));
                }
            }
            var model = new ArrayList<PaymentView>();
            for (var i = 0; i < PAYMENTS; i++) {
                clock.advance(Duration.ofMillis(random.nextInt(3)));
                model.add(pay(business, wallets, i));
            }
            model.sort(NEWEST_FIRST);

            for (var i = 0; i < QUERIES; i++) {
                // The time of the reservations passes between the questions.
                clock.advance(Duration.ofMillis(random.nextInt(20)));
                var owner = maybe(() -> any(List.of("ann", "bob", "carl", "nobody")));
                var caller = owner == null ? business.staff() : business.customer(owner);
                var query = query(caller, wallets, model);
                var visible = model.stream()
                        .filter(payment -> owner == null || isOf(payment, owner, wallets))
                        .filter(filter(query))
                        .toList();
                assertEquals(ids(page(visible, query)), ids(find(business, query)), "seed " + seed + ": " + query);
            }
        }
    }

    private PaymentView pay(Business business, List<Owned> wallets, int number) {
        var from = any(wallets);
        var to = any(wallets.stream()
                .filter(wallet -> wallet.currency().equals(from.currency()) && !wallet.equals(from))
                .toList());
        var reference = random.nextInt(4) == 0 ? "reference-" + number : null;
        var pay = new Pay(
                business.staff(),
                null,
                null,
                from.id(),
                to.id(),
                new Money(1 + random.nextInt(20), from.currency()),
                "",
                reference,
                Map.of(),
                random.nextInt(3) == 0 ? CaptureMethod.MANUAL : CaptureMethod.AUTOMATIC,
                1 + random.nextInt(3),
                null,
                Pay.Alongside.NOTHING);
        var body =
                assertInstanceOf(Post.Posted.class, business.pay(pay)).reply().body();
        var id = PaymentId.parse(body.substring(7, 37));
        if (pay.captureMethod() == CaptureMethod.MANUAL) {
            change(business, id);
        }
        return find(business, FindPayments.one(business.staff(), id)).getFirst();
    }

    /// Some reservations are captured in part or whole, some canceled, and some left to their time.
    private void change(Business business, PaymentId id) {
        var change = any(List.<ChangePayment.Change>of(
                new ChangePayment.Capture(1L, false),
                new ChangePayment.Capture(null, false),
                new ChangePayment.Cancel()));
        if (random.nextInt(3) > 0) {
            business.ask(ChangePayment.ADDRESS, new ChangePayment(business.staff(), null, id, change));
        }
    }

    private FindPayments query(Caller caller, List<Owned> wallets, List<PaymentView> model) {
        var after = random.nextInt(3) == 0 ? any(model).id() : null;
        return new FindPayments(
                caller,
                null,
                maybe(() -> any(wallets).id()),
                maybe(() -> any(wallets).id()),
                maybe(() -> any(wallets).id()),
                maybe(() -> any(List.of(PaymentStatus.values()))),
                maybe(() -> any(List.of(USD, JPY))),
                maybe(() -> any(model).createdAt()),
                maybe(() -> any(model).createdAt()),
                maybe(() -> (long) random.nextInt(20)),
                maybe(() -> (long) random.nextInt(20)),
                random.nextInt(8) == 0 ? any(model).externalReference() : null,
                1 + random.nextInt(30),
                after != null ? 0 : random.nextInt(20),
                after);
    }

    private Predicate<PaymentView> filter(FindPayments query) {
        return payment -> (query.wallet() == null
                        || payment.from().equals(query.wallet())
                        || payment.to().equals(query.wallet()))
                && passes(query.fromWallet(), payment.from()::equals)
                && passes(query.toWallet(), payment.to()::equals)
                && passes(query.status(), payment.at(clock.instant()).status()::equals)
                && passes(query.currency(), payment.money().currency()::equals)
                && passes(query.from(), from -> !payment.createdAt().isBefore(from))
                && passes(query.to(), payment.createdAt()::isBefore)
                && passes(query.minMinorUnits(), least -> payment.money().minorUnits() >= least)
                && passes(query.maxMinorUnits(), most -> payment.money().minorUnits() <= most)
                && passes(query.externalReference(), reference -> reference.equals(payment.externalReference()));
    }

    private static <T> boolean passes(@Nullable T wanted, Predicate<T> test) {
        return wanted == null || test.test(wanted);
    }

    /// What stands after the cursor, whether or not the payment at the cursor passes the filters itself.
    private List<PaymentView> page(List<PaymentView> visible, FindPayments query) {
        var last = query.after() == null ? null : byId.get(query.after());
        return visible.stream()
                .filter(payment -> last == null || NEWEST_FIRST.compare(last, payment) < 0)
                .skip(query.offset())
                .limit(query.limit())
                .toList();
    }

    private static boolean isOf(PaymentView payment, String owner, List<Owned> wallets) {
        return wallets.stream()
                .filter(wallet -> wallet.owner().equals(owner))
                .anyMatch(wallet ->
                        wallet.id().equals(payment.from()) || wallet.id().equals(payment.to()));
    }

    private List<PaymentView> find(Business business, FindPayments query) {
        var found = business.ask(FindPayments.ADDRESS, query).payments();
        found.forEach(payment -> byId.putIfAbsent(payment.id(), payment));
        return found;
    }

    private static List<PaymentId> ids(List<PaymentView> payments) {
        return payments.stream().map(PaymentView::id).toList();
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /// A filter is set one time in four, so that most queries have some and few have all.
    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextInt(4) == 0 ? value.get() : null;
    }
}
