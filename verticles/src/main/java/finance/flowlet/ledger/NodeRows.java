package finance.flowlet.ledger;

import static finance.flowlet.ledger.Rows.column;

import finance.flowlet.proof.Span;
import finance.flowlet.proof.Span.Node;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The stored hashes that a proof is made of, read at once.
record NodeRows(Map<Node, byte[]> stored) {
    static Future<NodeRows> read(SqlClient connection, Collection<Node> nodes) {
        return connection
                .preparedQuery(TreeSql.NODES)
                .execute(Tuple.tuple()
                        .addValue(column(nodes, node -> (short) node.level(), Short[]::new))
                        .addValue(column(nodes, Node::index, Long[]::new)))
                .map(rows -> {
                    var stored = new HashMap<Node, byte[]>();
                    for (Row row : rows) {
                        var hash = row.getBuffer("hash");
                        if (hash == null) {
                            throw new IllegalStateException("the tree misses a hash");
                        }
                        stored.put(new Node(row.getInteger("level"), row.getLong("index")), hash.getBytes());
                    }
                    return new NodeRows(stored);
                });
    }

    /// The nodes that make up all of `spans`.
    static Future<NodeRows> of(SqlClient connection, List<Span> spans) {
        return read(
                connection,
                spans.stream().flatMap(span -> span.nodes().stream()).distinct().toList());
    }

    byte[] hash(Node node) {
        var hash = stored.get(node);
        if (hash == null) {
            throw new IllegalStateException("the tree misses a hash");
        }
        return hash;
    }

    /// The hash of each span.
    List<byte[]> hashes(List<Span> spans) {
        return spans.stream().map(span -> span.hash(this::hash)).toList();
    }
}
