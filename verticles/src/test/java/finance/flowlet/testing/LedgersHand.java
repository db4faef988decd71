package finance.flowlet.testing;

import java.sql.SQLException;

/// Does in SQL what the ledger does inside its transactions, with the ledger's rights and no others.
public final class LedgersHand {
    private final TestDatabase database;

    public LedgersHand(TestDatabase database) {
        this.database = database;
    }

    /// Hands `rows`, a JSON array, to a record function; answers the error code of the database, or "" when it took
    /// them.
    public String record(String function, String rows) {
        return run("select " + function + "('" + rows.replace("'", "''") + "'::jsonb)");
    }

    /// Runs a statement as `flowlet_ledger`; answers the error code of the database, or "" when it went through.
    public String run(String sql) {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("set role flowlet_ledger");
            statement.execute(sql);
            return "";
        } catch (SQLException refused) {
            return refused.getSQLState();
        }
    }
}
