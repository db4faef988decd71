package finance.flowlet.ledger;

import static finance.flowlet.ledger.Rows.column;

import finance.flowlet.contract.ledger.CheckIntegrity.Finding;
import finance.flowlet.proof.BatchLeaf;
import finance.flowlet.proof.Checkpoint;
import finance.flowlet.proof.Frontier;
import finance.flowlet.proof.Hash;
import finance.flowlet.proof.SignedNote;
import finance.flowlet.proof.Span.Node;
import finance.flowlet.proof.VerifierKey;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Grows the tree anew from its leaves, a few thousand at a time, and compares: every leaf with the batch
/// that it seals, every stored subtree, and every checkpoint with the root at its size and with our
/// signature.
final class TreeCheck {
    private static final int LEAVES_AT_ONCE = 2000;
    private final SqlConnection connection;
    private final Set<VerifierKey> keys;
    private final int maxFindings;
    private final Frontier frontier = new Frontier();

    TreeCheck(SqlConnection connection, Set<VerifierKey> keys, int maxFindings) {
        this.connection = connection;
        this.keys = keys;
        this.maxFindings = maxFindings;
    }

    /// What stands in the tables for the leaves of one page.
    private record Page(List<Row> leaves, List<Row> checkpoints, Map<Node, byte[]> nodes) {}

    Future<Void> run(List<Finding> findings) {
        var done = Promise.<Void>promise();
        page(findings, done);
        return done.future();
    }

    private void page(List<Finding> findings, Promise<Void> done) {
        var before = frontier.size();
        read(before)
                .compose(page -> page.leaves().isEmpty()
                        ? Future.succeededFuture(List.<Finding>of())
                        : Aside.run(() -> compare(page)))
                .onComplete(checked -> {
                    if (checked.failed()) {
                        done.fail(checked.cause());
                        return;
                    }
                    findings.addAll(checked.result());
                    if (frontier.size() == before || findings.size() > maxFindings) {
                        done.complete();
                    } else {
                        page(findings, done);
                    }
                });
    }

    private Future<Page> read(long from) {
        return connection
                .preparedQuery(TreeSql.LEAVES)
                .execute(Tuple.of(from, LEAVES_AT_ONCE))
                .compose(rows -> {
                    var leaves = list(rows);
                    var to = from + leaves.size();
                    return connection
                            .preparedQuery(TreeSql.CHECKPOINTS_BETWEEN)
                            .execute(Tuple.of(from, to))
                            .compose(checkpoints ->
                                    nodes(from, to).map(nodes -> new Page(leaves, list(checkpoints), nodes)));
                });
    }

    /// The subtrees that leaves `from` to `to` complete.
    private Future<Map<Node, byte[]>> nodes(long from, long to) {
        var wanted = new ArrayList<Node>();
        for (var level = 1; from >> level < to >> level; level++) {
            for (var index = from >> level; index < to >> level; index++) {
                wanted.add(new Node(level, index));
            }
        }
        return connection
                .preparedQuery(TreeSql.NODES)
                .execute(Tuple.tuple()
                        .addValue(column(wanted, node -> (short) node.level(), Short[]::new))
                        .addValue(column(wanted, Node::index, Long[]::new)))
                .map(rows -> {
                    var nodes = new HashMap<Node, byte[]>();
                    for (Row row : rows) {
                        var hash = row.getBuffer("hash");
                        if (hash != null) {
                            nodes.put(new Node(row.getInteger("level"), row.getLong("index")), hash.getBytes());
                        }
                    }
                    return nodes;
                });
    }

    private List<Finding> compare(Page page) {
        var findings = new ArrayList<Finding>();
        var checkpoints = new ArrayDeque<>(page.checkpoints());
        for (var row : page.leaves()) {
            if (row.getLong("index") != frontier.size()) {
                // The rest of the tree hangs in the air.
                findings.add(new Finding("tree_is_gapless", "leaf " + frontier.size()));
                return findings;
            }
            if (!namesItsBatch(row)) {
                findings.add(new Finding(
                        row.getBuffer("root") == null ? "sealed_batches_exist" : "leaves_name_their_batch",
                        BatchRows.name(row)));
            }
            frontier.append(row.getBuffer("hash").getBytes(), (node, hash) -> {
                if (node.level() > 0 && !Arrays.equals(hash, page.nodes().get(node))) {
                    findings.add(new Finding("nodes_cover_their_leaves", "level " + node.level() + "/" + node.index()));
                }
            });
            while (!checkpoints.isEmpty() && checkpoints.getFirst().getLong("tree_size") == frontier.size()) {
                var broken = broken(checkpoints.removeFirst());
                if (broken != null) {
                    findings.add(new Finding(broken, "checkpoint " + frontier.size()));
                }
            }
        }
        return findings;
    }

    private static boolean namesItsBatch(Row leaf) {
        var root = leaf.getBuffer("root");
        return root != null
                && Arrays.equals(
                        leaf.getBuffer("hash").getBytes(),
                        new BatchLeaf(
                                        leaf.getUUID("writer_id"),
                                        leaf.getLong("number"),
                                        Hash.of(root.getBytes()),
                                        leaf.getLong("leaves"),
                                        Hash.of(leaf.getBuffer("postings_root").getBytes()),
                                        leaf.getLong("postings"))
                                .hash());
    }

    /// The rule that a checkpoint breaks, if it does.
    private @Nullable String broken(Row row) {
        try {
            var note = SignedNote.parse(row.getString("note"));
            var said = Checkpoint.parse(note.text());
            if (note.verified(keys)
                    .filter(key -> key.name().equals(said.origin()))
                    .isEmpty()) {
                return "checkpoints_are_signed";
            }
            var root = Hash.of(frontier.root());
            var right = said.treeSize() == frontier.size()
                    && said.root().equals(root)
                    && Hash.of(row.getBuffer("root").getBytes()).equals(root)
                    && said.signedAt().equals(row.getOffsetDateTime("signed_at").toInstant());
            return right ? null : "checkpoints_match_the_tree";
        } catch (IllegalArgumentException unreadable) {
            return "checkpoints_are_signed";
        }
    }

    private static List<Row> list(Iterable<Row> rows) {
        var list = new ArrayList<Row>();
        rows.forEach(list::add);
        return list;
    }
}
