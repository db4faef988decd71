package finance.flowlet.wallets;

import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.contract.wallets.FreezeDirection;
import finance.flowlet.contract.wallets.WalletStatus;
import finance.flowlet.contract.wallets.WalletType;
import finance.flowlet.id.IdSource;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
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
import org.junit.jupiter.params.provider.ValueSource;

/// What the ledger's transactions hand to `record_wallets`, as the ledger hands it.
class RecordWalletsTest {
    private static final String FUNCTION = "wallets.record_wallets";
    private static final String INTEGRITY_VIOLATION = "23000";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private final TestDatabase database = TestDatabase.create();
    private final LedgersHand ledger = new LedgersHand(database);
    private final IdSource ids = new IdSource(Clock.systemUTC(), new Random(1));
    private final TenantId tenant = new TenantId(ids.next());
    private final Wallet first = wallet();
    private final Wallet second = wallet();

    @Test
    void aBatchOpensAndChangesManyAtOnce() {
        assertEquals("", ledger.record(FUNCTION, rows(opened(first), opened(second))));
        var third = wallet();

        var error = ledger.record(
                FUNCTION,
                rows(changed(first, WalletStatus.FROZEN), opened(third), changed(second, WalletStatus.CLOSED)));

        assertEquals("", error);
        assertEquals(List.of("frozen 2", "closed 2", "active 1"), stored());
    }

    @Test
    void aChangeDecidedOnAnOutdatedRowStopsTheCommit() {
        ledger.record(FUNCTION, rows(opened(first)));
        ledger.record(FUNCTION, rows(changed(first, WalletStatus.FROZEN)));

        var error = ledger.record(FUNCTION, rows(opened(second), changed(first, WalletStatus.CLOSED)));

        assertEquals(INTEGRITY_VIOLATION, error);
        assertEquals(List.of("frozen 2"), stored());
    }

    @Test
    void twoChangesDecidedOnOneVersionStopTheCommit() {
        ledger.record(FUNCTION, rows(opened(first)));

        var error =
                ledger.record(FUNCTION, rows(changed(first, WalletStatus.FROZEN), changed(first, WalletStatus.CLOSED)));

        assertEquals(INTEGRITY_VIOLATION, error);
        assertEquals(List.of("active 1"), stored());
    }

    @Test
    void aChangeOfAnUnknownWalletOrOfAnotherTenantsStopsTheCommit() {
        ledger.record(FUNCTION, rows(opened(first)));
        var foreign = WalletRow.changed(
                        new TenantId(ids.next()), first.changedTo(WalletStatus.CLOSED, FreezeDirection.BOTH))
                .values()
                .getFirst();

        assertEquals(INTEGRITY_VIOLATION, ledger.record(FUNCTION, rows(changed(second, WalletStatus.FROZEN))));
        assertEquals(INTEGRITY_VIOLATION, ledger.record(FUNCTION, rows(foreign)));
        assertEquals(List.of("active 1"), stored());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select id from wallets.wallet",
                "update wallets.wallet set status = 'closed'",
                "delete from wallets.transfer",
                "insert into wallets.transfer (id) values (null)"
            })
    void theLedgerReachesWalletsOnlyThroughTheFunctions(String sql) {
        assertEquals(INSUFFICIENT_PRIVILEGE, ledger.run(sql));
    }

    @Test
    void whoseWalletInWhichCurrencyNeverChanges() {
        for (var column : List.of("tenant_id", "user_id", "currency", "type", "created_at")) {
            var allowed =
                    "select has_column_privilege('flowlet_wallets', 'wallets.wallet', '" + column + "', 'update')";
            assertEquals("f", database.texts(allowed).getFirst(), column);
        }
    }

    private Wallet wallet() {
        return Wallet.opened(
                new WalletId(ids.next()),
                new UserId(ids.next()),
                Currency.of("USD"),
                WalletType.PERSONAL,
                Map.of("note", "it's \"quoted\""),
                Instant.parse("2026-01-31T12:00:00.123Z"));
    }

    private String opened(Wallet wallet) {
        return WalletRow.opened(tenant, wallet).values().getFirst();
    }

    /// A change that was decided on the wallet as it was opened.
    private String changed(Wallet wallet, WalletStatus status) {
        return WalletRow.changed(tenant, wallet.changedTo(status, FreezeDirection.BOTH))
                .values()
                .getFirst();
    }

    private static String rows(String... rows) {
        return Stream.of(rows).collect(Collectors.joining(",", "[", "]"));
    }

    private List<String> stored() {
        return database.texts("select status || ' ' || version from wallets.wallet order by created_at, id");
    }
}
