package finance.flowlet.testing;

import static java.util.stream.Collectors.joining;

import finance.flowlet.contract.ledger.Post.BusinessRow;
import finance.flowlet.contract.ledger.Post.Column;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;

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

    /// Hands rows of one table to its function, as the ledger does.
    public String record(List<BusinessRow> rows) {
        var table = rows.getFirst().table();
        if (table.columns().isEmpty()) {
            var array = rows.stream().map(row -> row.values().getFirst()).collect(joining(",", "[", "]"));
            return record(table.function(), array);
        }
        return run(IntStream.range(0, table.columns().size())
                .mapToObj(column -> rows.stream()
                        .map(row -> "'" + row.values().get(column).replace("'", "''") + "'")
                        .collect(joining(
                                ",", "array[", "]::" + type(table.columns().get(column)))))
                .collect(joining(",", "select " + table.function() + "(", ")")));
    }

    private static String type(Column column) {
        return switch (column) {
            case UUID -> "uuid[]";
            case BIGINT -> "bigint[]";
            case TEXT -> "text[]";
            case TIME -> "timestamptz[]";
        };
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
