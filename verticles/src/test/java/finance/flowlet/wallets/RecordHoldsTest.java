package finance.flowlet.wallets;

import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.contract.wallets.HoldStatus;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.IdSource;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import finance.flowlet.testing.LedgersHand;
import finance.flowlet.testing.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the ledger's transactions hand to `record_holds`, as the ledger hands it.
class RecordHoldsTest {
    private static final String FUNCTION = "wallets.record_holds";
    private static final String INTEGRITY_VIOLATION = "23000";
    private static final String CHECK_VIOLATION = "23514";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private final TestDatabase database = TestDatabase.create();
    private final LedgersHand ledger = new LedgersHand(database);
    private final IdSource ids = new IdSource(Clock.systemUTC(), new Random(1));
    private final TenantId tenant = new TenantId(ids.next());
    private final Hold first = hold();
    private final Hold second = hold();

    @Test
    void aBatchPlacesAndChangesManyAtOnce() {
        assertEquals("", ledger.record(FUNCTION, rows(first, second)));

        assertEquals("", ledger.record(FUNCTION, rows(captured(first, 40), hold(), captured(second, 100))));

        assertEquals(List.of("partially_captured 40 0 2", "captured 100 0 2", "active 0 0 1"), stored());
    }

    @Test
    void aChangeDecidedOnAnOutdatedRowStopsTheCommit() {
        ledger.record(FUNCTION, rows(first));
        ledger.record(FUNCTION, rows(captured(first, 40)));

        assertEquals(INTEGRITY_VIOLATION, ledger.record(FUNCTION, rows(second, captured(first, 50))));
        assertEquals(INTEGRITY_VIOLATION, ledger.record(FUNCTION, rows(captured(second, 1))));
        assertEquals(List.of("partially_captured 40 0 2"), stored());
    }

    @Test
    void theHoldOfAnotherTenantIsAnotherHold() {
        ledger.record(FUNCTION, rows(first));
        var terms = first.terms();
        var foreign = new Hold(
                new Hold.Terms(
                        terms.id(),
                        new TenantId(ids.next()),
                        terms.wallet(),
                        null,
                        terms.money(),
                        "",
                        Map.of(),
                        terms.createdAt(),
                        terms.expiresAt()),
                HoldStatus.RELEASED,
                0,
                100,
                List.of(),
                2);

        assertEquals(INTEGRITY_VIOLATION, ledger.record(FUNCTION, rows(foreign)));
        assertEquals(List.of("active 0 0 1"), stored());
    }

    /// Whatever Java may get wrong: what is taken and what is given back are together what was reserved.
    @ParameterizedTest
    @CsvSource({
        "CAPTURED, 60, 30",
        "CAPTURED, 101, 0",
        "CAPTURED, 60, 50",
        "RELEASED, 0, 0",
        "EXPIRED, 50, 51",
        "PARTIALLY_CAPTURED, 100, 0",
        "ACTIVE, 0, 1",
        "CAPTURED, -1, 101"
    })
    void aHoldThatDoesNotAddUpStopsTheCommit(HoldStatus status, long captured, long released) {
        ledger.record(FUNCTION, rows(first));
        var wrong = new Hold(first.terms(), status, captured, released, List.of(), 2);

        assertEquals(CHECK_VIOLATION, ledger.record(FUNCTION, rows(wrong)));
        assertEquals(List.of("active 0 0 1"), stored());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select id from wallets.hold",
                "update wallets.hold set released = 0",
                "delete from wallets.hold",
                "select version from wallets.customer_limits"
            })
    void theLedgerReachesHoldsOnlyThroughTheFunctions(String sql) {
        assertEquals(INSUFFICIENT_PRIVILEGE, ledger.run(sql));
    }

    @Test
    void whatWasAgreedNeverChanges() {
        for (var column : List.of("tenant_id", "wallet_id", "to_wallet", "amount", "currency", "expires_at")) {
            var allowed = "select has_column_privilege('flowlet_wallets', 'wallets.hold', '" + column + "', 'update')";
            assertEquals("f", database.texts(allowed).getFirst(), column);
        }
    }

    private Hold hold() {
        var at = Instant.parse("2026-01-31T12:00:00.123Z");
        return Hold.placed(new Hold.Terms(
                new HoldId(ids.next()),
                tenant,
                new WalletId(ids.next()),
                null,
                new Money(100, Currency.of("USD")),
                "it's \"quoted\"",
                Map.of("note", "é"),
                at,
                at.plusSeconds(60)));
    }

    private Hold captured(Hold hold, long minorUnits) {
        var decision = hold.capture(
                minorUnits, false, new EntryId(ids.next()), hold.terms().createdAt());
        return ((Hold.Changed) decision).next();
    }

    private static String rows(Hold... holds) {
        return Stream.of(holds)
                .map(hold -> HoldRow.of(hold).values().getFirst())
                .collect(Collectors.joining(",", "[", "]"));
    }

    private List<String> stored() {
        return database.texts("select status || ' ' || captured || ' ' || released || ' ' || version"
                + " from wallets.hold order by id");
    }
}
