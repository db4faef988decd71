package finance.flowlet.ledger;

import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Several statements as one: a message, a plan and an answer instead of one of each for every statement. PostgreSQL
/// promises no order among inserts, and none sees rows of another; what triggers look for after an insert, they
/// look for at the end of all. The calls are made in their order, and see what is committed when each is made.
final class JoinedQueries {
    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");
    private static final String CALL = "select ";

    /// Joined texts by their parts: there are as many as there are kinds of batches.
    private static final Map<List<String>, String> TEXTS = new ConcurrentHashMap<>();

    private final List<String> parts = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    private final Tuple values = Tuple.tuple();

    /// Adds an insert, or a call of functions: `select f($1)`.
    void add(String sql, Tuple parameters) {
        parts.add(sql);
        sizes.add(parameters.size());
        for (var i = 0; i < parameters.size(); i++) {
            values.addValue(parameters.getValue(i));
        }
    }

    String sql() {
        return TEXTS.computeIfAbsent(List.copyOf(parts), _ -> join());
    }

    Tuple values() {
        return values;
    }

    private String join() {
        var calls = new ArrayList<String>();
        var inserts = new ArrayList<String>();
        var before = 0;
        for (var i = 0; i < parts.size(); i++) {
            var text = behind(parts.get(i), before);
            before += sizes.get(i);
            if (text.startsWith(CALL)) {
                calls.add(text.substring(CALL.length()));
            } else {
                inserts.add("written_" + i + " as (" + text + ")");
            }
        }
        return inserts.stream().collect(Collectors.joining(", ", inserts.isEmpty() ? "" : "with ", " "))
                + calls.stream().collect(Collectors.joining(", ", CALL, ""));
    }

    private static String behind(String sql, int parameters) {
        return PARAMETER.matcher(sql).replaceAll(found -> "\\$" + (Integer.parseInt(found.group(1)) + parameters));
    }
}
