package finance.flowlet.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/// Whether anything happened: all rows that a request could have left behind, as one text per moment. Two
/// moments are equal when no row was added, changed or removed between them.
public final class Effects implements AutoCloseable {
    private static final List<String> TABLES = List.of(
            "ledger.account",
            "ledger.entry",
            "ledger.posting",
            "ledger.hold",
            "ledger.guard",
            "ledger.idempotency",
            "ledger.batch",
            "ledger.proposal",
            "ledger.settings",
            "ledger.period",
            "ledger.book",
            "payments.payment",
            "payments.payment_event",
            "payments.refund",
            "payments.dispute",
            "payments.settings",
            "wallets.wallet",
            "wallets.transfer",
            "initiation.idempotency",
            "initiation.batch",
            "initiation.batch_item",
            "initiation.schedule",
            "initiation.schedule_run",
            "initiation.payment_request",
            "fx.rate",
            "fx.quote",
            "fx.quote_use",
            "fx.exchange",
            "wallets.hold",
            "wallets.customer_limits",
            "ledger.limit_rule",
            "ledger.monitor",
            "statements.statement",
            "statements.piece",
            "reconciliation.account",
            "reconciliation.reconciliation",
            "reconciliation.match",
            "reconciliation.external_line",
            "reconciliation.internal_line",
            "reconciliation.used_posting",
            "reconciliation.answer",
            "auth.tenant",
            "auth.person",
            "auth.api_key",
            "auth.session",
            "auth.refresh_token",
            "auth.totp",
            "auth.recovery_code",
            "auth.mfa_challenge",
            "auth.password_reset",
            "auth.outbox",
            "auth.answered");
    // Each change of a row gives it the number of the transaction that made it, so the rows need not be read. An API
    // key is compared by what it says: that it was just used is no effect.
    private static final String STATE = TABLES.stream()
            .map(table -> table.equals("auth.api_key")
                    ? state(table, "hashtext((to_jsonb(r) - 'last_used_at')::text)")
                    : state(table, "xmin::text::bigint"))
            .collect(Collectors.joining(" union all ", "", " order by 1"));
    private final Connection connection;
    private final PreparedStatement state;

    private static String state(String table, String mark) {
        // A guard is there before it is used; one that stands at zero says what a missing one says.
        var counts = table.equals("ledger.guard") ? "where r.used <> 0" : "";
        return "select '%1$s ' || count(*) || ' ' || coalesce(sum(%2$s), 0) from %1$s r %3$s"
                .formatted(table, mark, counts);
    }

    private Effects(Connection connection) throws SQLException {
        this.connection = connection;
        this.state = connection.prepareStatement(STATE);
    }

    public static Effects of(TestFlowlet flowlet) {
        try {
            return new Effects(flowlet.database().connect());
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// Everything that is stored now: per table the number of rows and a sum over them that every change
    /// changes.
    public synchronized String now() {
        try (var rows = state.executeQuery()) {
            var text = new StringBuilder();
            while (rows.next()) {
                text.append(rows.getString(1)).append('\n');
            }
            return text.toString();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() throws SQLException {
        state.close();
        connection.close();
    }
}
