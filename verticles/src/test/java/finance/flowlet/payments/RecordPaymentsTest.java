package finance.flowlet.payments;

import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.contract.ledger.Post.BusinessRow;
import finance.flowlet.contract.payments.CaptureMethod;
import finance.flowlet.contract.payments.PaymentStatus;
import finance.flowlet.contract.payments.PaymentView;
import finance.flowlet.contract.payments.PaymentView.Progress;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.IdSource;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import finance.flowlet.payments.PaymentRow.Happened;
import finance.flowlet.testing.LedgersHand;
import finance.flowlet.testing.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the ledger's transactions hand to `record_paid` and `record_payments`, as the ledger hands it.
class RecordPaymentsTest {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String CHECK_VIOLATION = "23514";
    private static final String UNIQUE_VIOLATION = "23505";
    private static final Instant AT = Instant.parse("2026-01-31T12:00:00.123Z");
    private final TestDatabase database = TestDatabase.create();
    private final LedgersHand ledger = new LedgersHand(database);
    private final IdSource ids = new IdSource(Clock.systemUTC(), new Random(1));
    private final TenantId tenant = new TenantId(ids.next());

    @Test
    void aBatchIsOneCall() {
        var rows = IntStream.rangeClosed(1, 500)
                .mapToObj(amount -> row(new PaymentId(ids.next()), amount, null))
                .toList();

        assertEquals("", ledger.record(rows));

        assertEquals(500, database.number("select count(*) from payments.payment"));
        assertEquals(125_250, database.number("select sum(amount) from payments.payment"));
        assertEquals(
                "it's \"ann\"",
                database.texts("select metadata ->> 'by' from payments.payment").getFirst());
    }

    @Test
    void oneBadRowKeepsOutTheBatch() {
        var rows = List.of(row(new PaymentId(ids.next()), 1, null), row(new PaymentId(ids.next()), 0, null));

        assertEquals(CHECK_VIOLATION, ledger.record(rows));

        assertEquals(0, database.number("select count(*) from payments.payment"));
    }

    @Test
    void anIdOrReferenceThatSlippedPastItsGuardStopsTheCommit() {
        var id = new PaymentId(ids.next());
        ledger.record(List.of(row(id, 1, "order-1")));

        assertEquals(UNIQUE_VIOLATION, ledger.record(List.of(row(id, 1, null))));
        assertEquals(UNIQUE_VIOLATION, ledger.record(List.of(row(new PaymentId(ids.next()), 1, "order-1"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select id from payments.payment",
                "delete from payments.payment",
                "update payments.payment set amount = 1",
                "insert into payments.payment (id) values (null)",
                "create table payments.mine (id uuid)"
            })
    void theLedgerReachesPaymentsOnlyThroughTheFunction(String sql) {
        assertEquals(INSUFFICIENT_PRIVILEGE, ledger.run(sql));
    }

    @ParameterizedTest
    @ValueSource(strings = {"flowlet_auth", "flowlet_wallets"})
    void noOtherDomainMayRecordPayments(String role) {
        var allowed = """
                select has_function_privilege('%s', oid, 'execute') from pg_proc
                where pronamespace = 'payments'::regnamespace and proname in ('record_payments', 'record_paid')""".formatted(role);

        assertEquals(List.of("f", "f", "f"), database.texts(allowed));
    }

    @ParameterizedTest
    @CsvSource({
        "100, 100, 60, 40, 2, ''",
        "100, 100, 60, 41, 2, 23514",
        "100, 100, 101, 0, 2, 23514",
        "100, 101, 0, 0, 2, 23514",
        "101, 100, 0, 0, 2, 23514",
        "100, 100, -1, 0, 2, 23514",
        "100, 100, 0, -1, 2, 23514",
        "100, 100, 60, 40, 3, 23000",
        "100, 100, 60, 40, 1, 23000"
    })
    void theCeilingsAndTheVersionAreTheRows(
            long authorized, long captured, long refunded, long disputed, long version, String refusal) {
        var made = payment(new PaymentId(ids.next()), 100, null);
        ledger.record(List.of(row(made)));
        var next = new Progress(
                PaymentStatus.COMPLETED,
                authorized,
                captured,
                refunded,
                disputed,
                null,
                List.of(),
                made.progress().entries(),
                version,
                AT,
                null);
        var changed = PaymentRow.changed(made.with(next), new Happened("payment.refunded", 1, "api_key:test", AT));

        assertEquals(refusal, ledger.record(List.of(changed)));

        assertEquals(
                refusal.isEmpty() ? 60 : 0,
                database.number("select refunded from payments.payment where id = '"
                        + made.view().id().uuid() + "'"));
    }

    @Test
    void twoChangesOfOneVersionStopTheCommit() {
        var made = payment(new PaymentId(ids.next()), 100, null);
        ledger.record(List.of(row(made)));
        var now = made.progress();
        var next = new Progress(now.status(), 100, 100, 60, 0, null, List.of(), now.entries(), 2, AT, null);
        var changed = PaymentRow.changed(made.with(next), new Happened("payment.refunded", 60, "api_key:test", AT));

        assertEquals(UNIQUE_VIOLATION, ledger.record(List.of(changed, changed)));
        assertEquals("", ledger.record(List.of(changed)));
        assertEquals(UNIQUE_VIOLATION, ledger.record(List.of(changed)));
    }

    private BusinessRow row(PaymentId id, long amount, @Nullable String reference) {
        return row(payment(id, amount, reference));
    }

    private static BusinessRow row(Payment payment) {
        var amount = payment.view().money().minorUnits();
        return PaymentRow.made(payment, new Happened("payment.completed", amount, "api_key:test", AT));
    }

    private Payment payment(PaymentId id, long amount, @Nullable String reference) {
        var view = new PaymentView(
                id,
                new WalletId(ids.next()),
                new WalletId(ids.next()),
                new Money(amount, Currency.of("USD")),
                "a 'quoted' description",
                CaptureMethod.AUTOMATIC,
                null,
                reference,
                null,
                Map.of("by", "it's \"ann\""),
                AT,
                null,
                new Progress(
                        PaymentStatus.COMPLETED,
                        amount,
                        amount,
                        0,
                        0,
                        null,
                        List.of(),
                        List.of(new EntryId(ids.next())),
                        1,
                        AT,
                        null));
        return new Payment(tenant, view, new Payment.Terms(null, 0, "api_key:test"));
    }
}
