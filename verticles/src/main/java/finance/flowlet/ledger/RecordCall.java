package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.Post.BusinessRow;
import finance.flowlet.contract.ledger.Post.Column;
import finance.flowlet.contract.ledger.Post.Table;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The call of the function with which a domain writes its rows of a batch: the ledger knows the function's name
/// and nothing of the table.
final class RecordCall {
    private RecordCall() {}

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
        for (var i = 0; i < columns.size(); i++) {
            values.addValue(array(columns.get(i), rows, i));
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

    private static Object[] array(Column column, List<BusinessRow> rows, int i) {
        return switch (column) {
            case UUID -> Rows.column(rows, row -> UUID.fromString(row.values().get(i)), UUID[]::new);
            case BIGINT -> Rows.column(rows, row -> Long.valueOf(row.values().get(i)), Long[]::new);
            case TEXT -> Rows.column(rows, row -> row.values().get(i), String[]::new);
            case TIME ->
                Rows.column(rows, row -> Rows.utc(Instant.parse(row.values().get(i))), OffsetDateTime[]::new);
        };
    }
}
