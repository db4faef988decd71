package finance.flowlet.verify;

import finance.flowlet.proof.Checkpoint;
import finance.flowlet.proof.VerifierKey;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;

/// The books of one database, read in one snapshot and in bounded memory.
public final class Books implements AutoCloseable {
    private final Connection connection;

    private Books(Connection connection) {
        this.connection = connection;
    }

    /// Opens them read-only. `properties` are those of the PostgreSQL driver: user, password, sslmode.
    public static Books open(String url, Properties properties) throws SQLException {
        var connection = DriverManager.getConnection(url, properties);
        // Cursors need a transaction, and one snapshot is what makes their answers fit together.
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        return new Books(connection);
    }

    /// The public keys that stand in the database itself: good for their names, not for trust.
    public List<VerifierKey> storedKeys() throws SQLException {
        var keys = new ArrayList<VerifierKey>();
        try (var rows = new Cursor(connection, "select verifier from ledger.signing_key order by added_at")) {
            for (; rows.atRow(); rows.next()) {
                keys.add(VerifierKey.parse(rows.text("verifier")));
            }
        }
        return keys;
    }

    /// Verifies everything as of `now`; `step` hears each part when it is done.
    public Report verify(Collection<VerifierKey> keys, List<Checkpoint> kept, Instant now, Consumer<String> step)
            throws SQLException {
        var report = new Report();
        Chains.verify(connection, now, report);
        step.accept("chains");
        Trees.verify(connection, keys, kept, report);
        step.accept("tree and checkpoints");
        Balances.verify(connection, report);
        step.accept("balances");
        return report;
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }
}
