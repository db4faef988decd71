package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.Post.BusinessRow;
import finance.flowlet.contract.ledger.Post.Column;
import finance.flowlet.contract.ledger.Post.Table;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The rows of a batch that a domain's function records, as its call and its arrays: the ledger knows the function's
/// name and nothing of the table.
final class RecordedRows {
    private RecordedRows() {}

    static String sql(Table table) {
        var columns = table.columns();
        return columns.isEmpty()
                ? "select " + table.function() + "($1::text::jsonb)"
                : IntStream.range(0, columns.size())
                        .mapToObj(i -> "$" + (i + 1) + "::" + type(columns.get(i)))
                        .collect(Collectors.joining(", ", "select " + table.function() + "(", ")"));
    }

    static Tuple values(Table table, List<BusinessRow> rows) {
        var columns = table.columns();
        if (columns.isEmpty()) {
            return Tuple.of(
                    rows.stream().map(row -> row.values().getFirst()).collect(Collectors.joining(",", "[", "]")));
        }
        var values = Tuple.tuple();
        var times = new HashMap<String, OffsetDateTime>();
        for (var i = 0; i < columns.size(); i++) {
            values.addValue(array(columns.get(i), rows, i, times));
        }
        return values;
    }

    private static String type(Column column) {
        return switch (column) {
            case UUID -> "uuid[]";
            case BIGINT -> "bigint[]";
            case TEXT -> "text[]";
            case TIME -> "timestamptz[]";
        };
    }

    /// `times` are those that were read before: what is done at once is created and completed at one time.
    private static Object[] array(Column column, List<BusinessRow> rows, int i, Map<String, OffsetDateTime> times) {
        return switch (column) {
            case UUID -> Rows.column(rows, row -> UUID.fromString(row.values().get(i)), UUID[]::new);
            case BIGINT -> Rows.column(rows, row -> Long.valueOf(row.values().get(i)), Long[]::new);
            case TEXT -> Rows.column(rows, row -> row.values().get(i), String[]::new);
            case TIME ->
                Rows.column(
                        rows,
                        row -> times.computeIfAbsent(row.values().get(i), text -> Rows.utc(Instant.parse(text))),
                        OffsetDateTime[]::new);
        };
    }
}
