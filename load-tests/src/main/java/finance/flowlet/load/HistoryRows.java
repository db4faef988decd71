package finance.flowlet.load;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postgresql.PGConnection;

/// Rows of several tables, collected as text for COPY.
final class HistoryRows {
    private static final int INITIAL = 1 << 22;
    private final Map<String, StringBuilder> tables = new LinkedHashMap<>();

    /// @param table with its columns, as COPY wants them
    HistoryRows table(String table) {
        tables.put(table, new StringBuilder(INITIAL));
        return this;
    }

    /// None of the values may hold what COPY would take for more than text.
    void add(String table, Object... values) {
        var text = tables.get(table);
        if (text == null) {
            throw new IllegalArgumentException(table);
        }
        for (var i = 0; i < values.length; i++) {
            text.append(values[i]).append(i + 1 < values.length ? '\t' : '\n');
        }
    }

    /// Takes what was collected, in the order in which the tables were named, and begins anew.
    Map<String, byte[]> take() {
        var taken = new LinkedHashMap<String, byte[]>();
        tables.forEach((table, text) -> {
            taken.put(table, text.toString().getBytes(StandardCharsets.UTF_8));
            text.setLength(0);
        });
        return taken;
    }

    static void copy(Connection connection, Map<String, byte[]> rows) throws SQLException {
        var copy = connection.unwrap(PGConnection.class).getCopyAPI();
        for (var table : rows.entrySet()) {
            var stream = copy.copyIn("copy " + table.getKey() + " from stdin");
            stream.writeToCopy(table.getValue(), 0, table.getValue().length);
            stream.endCopy();
        }
    }
}
