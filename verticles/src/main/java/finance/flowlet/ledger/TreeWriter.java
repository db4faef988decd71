package finance.flowlet.ledger;

import static finance.flowlet.ledger.Rows.column;

import finance.flowlet.contract.ledger.SealBatches.Sealed;
import finance.flowlet.platform.Platform;
import finance.flowlet.proof.BatchLeaf;
import finance.flowlet.proof.Checkpoint;
import finance.flowlet.proof.Frontier;
import finance.flowlet.proof.Hash;
import finance.flowlet.proof.SignedNote;
import finance.flowlet.proof.Signer;
import finance.flowlet.proof.Span;
import finance.flowlet.proof.Span.Node;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.StreamSupport;

/// Seals committed batches: appends them to the tree and signs a checkpoint over it, in one transaction.
/// Nobody waits for it when posting. Batches are taken writer by writer in the order of their numbers, so
/// no gap can be sealed over.
final class TreeWriter {
    /// Entries that are hashed in one transaction, so that large batches cannot fill the memory. A batch
    /// that has more by itself goes alone.
    private static final int MAX_ENTRIES = 4096;

    private static final int MAX_CHECKPOINTS_PER_ROUND = 64;
    private final Pool pool;
    private final Clock clock;
    private final Signer signer;
    private final int maxBatches;

    TreeWriter(Platform platform, Pool pool) {
        this.pool = pool;
        this.clock = platform.clock();
        this.signer = platform.signer();
        this.maxBatches = platform.config().ledger().checkpointMaxBatches();
    }

    /// One round: seals until nothing is left, or until others should have their turn.
    Future<Sealed> seal() {
        return seal(0, MAX_CHECKPOINTS_PER_ROUND);
    }

    private Future<Sealed> seal(long before, int checkpoints) {
        return pool.withTransaction(this::sealOnce).compose(done -> {
            var round = Objects.requireNonNull(done);
            var all = new Sealed(before + round.batches(), round.more());
            return round.more() && checkpoints > 1 ? seal(all.batches(), checkpoints - 1) : Future.succeededFuture(all);
        });
    }

    private Future<Sealed> sealOnce(SqlConnection connection) {
        return connection
                .query(TreeSql.LOCK_TREE)
                .execute()
                .compose(_ -> connection
                        .preparedQuery(TreeSql.UNSEALED)
                        .execute(Tuple.tuple().addValue(maxBatches)))
                .compose(rows -> {
                    var found = StreamSupport.stream(rows.spliterator(), false).toList();
                    var batches = withinBounds(found);
                    var more = batches.size() < found.size() || found.size() == maxBatches;
                    return batches.isEmpty()
                            ? Future.succeededFuture(new Sealed(0, false))
                            : append(connection, batches).map(new Sealed(batches.size(), more));
                });
    }

    private static List<Row> withinBounds(List<Row> batches) {
        var entries = 0L;
        for (var i = 0; i < batches.size(); i++) {
            entries += batches.get(i).getInteger("entries");
            if (entries > MAX_ENTRIES) {
                return batches.subList(0, Math.max(1, i));
            }
        }
        return batches;
    }

    private Future<Void> append(SqlConnection connection, List<Row> batches) {
        return leaves(connection, batches)
                .compose(leaves -> frontier(connection).compose(frontier -> {
                    var first = frontier.size();
                    var nodes = new ArrayList<Map.Entry<Node, byte[]>>();
                    return Aside.run(() -> {
                                leaves.forEach(leaf ->
                                        frontier.append(leaf.hash(), (node, hash) -> nodes.add(Map.entry(node, hash))));
                                return signed(frontier);
                            })
                            .compose(note -> insertLeaves(connection, first, leaves)
                                    .compose(_ -> insertNodes(connection, nodes))
                                    .compose(_ -> insertCheckpoint(connection, note)));
                }));
    }

    private Future<List<BatchLeaf>> leaves(SqlConnection connection, List<Row> batches) {
        return connection
                .preparedQuery(IntegritySql.ENTRIES_OF_BATCHES)
                .execute(Tuple.tuple()
                        .addValue(column(batches, row -> row.getUUID("writer_id"), UUID[]::new))
                        .addValue(column(batches, row -> row.getLong("number"), Long[]::new)))
                .compose(rows -> Aside.run(() -> {
                    var entries = BatchRows.entries(rows);
                    return batches.stream()
                            .map(batch -> Sealing.leaf(
                                    batch.getUUID("writer_id"),
                                    batch.getLong("number"),
                                    batch.getBuffer("root").getBytes(),
                                    entries.getOrDefault(BatchRows.name(batch), List.of()),
                                    batch.getOffsetDateTime("committed_at").toInstant()))
                            .toList();
                }));
    }

    private static Future<Frontier> frontier(SqlConnection connection) {
        return connection.query(TreeSql.TREE_SIZE).execute().compose(rows -> {
            var size = rows.iterator().next().getLong("size");
            if (size == 0) {
                return Future.succeededFuture(new Frontier());
            }
            var nodes = new Span(0, size).nodes();
            return TreeNodes.read(connection, nodes)
                    .map(hashes ->
                            new Frontier(size, nodes.stream().map(hashes::hash).toList()));
        });
    }

    private SignedNote signed(Frontier frontier) {
        var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var checkpoint = new Checkpoint(signer.keyName(), frontier.size(), Hash.of(frontier.root()), at);
        return SignedNote.sign(checkpoint.text(), signer);
    }

    private static Future<?> insertLeaves(SqlConnection connection, long first, List<BatchLeaf> leaves) {
        return connection
                .preparedQuery(TreeSql.INSERT_LEAVES)
                .execute(Tuple.tuple()
                        .addValue(first)
                        .addValue(column(leaves, BatchLeaf::writer, UUID[]::new))
                        .addValue(column(leaves, BatchLeaf::number, Long[]::new))
                        .addValue(column(leaves, BatchLeaf::leaves, Long[]::new))
                        .addValue(column(leaves, BatchLeaf::postings, Long[]::new))
                        .addValue(column(leaves, leaf -> buffer(leaf.postingsRoot()), Buffer[]::new))
                        .addValue(column(leaves, leaf -> Buffer.buffer(leaf.hash()), Buffer[]::new)));
    }

    private static Future<?> insertNodes(SqlConnection connection, List<Map.Entry<Node, byte[]>> completed) {
        var nodes = completed.stream().filter(node -> node.getKey().level() > 0).toList();
        return connection
                .preparedQuery(TreeSql.INSERT_NODES)
                .execute(Tuple.tuple()
                        .addValue(column(nodes, node -> (short) node.getKey().level(), Short[]::new))
                        .addValue(column(nodes, node -> node.getKey().index(), Long[]::new))
                        .addValue(column(nodes, node -> Buffer.buffer(node.getValue()), Buffer[]::new)));
    }

    private Future<Void> insertCheckpoint(SqlConnection connection, SignedNote note) {
        var checkpoint = Checkpoint.parse(note.text());
        var at = Rows.utc(checkpoint.signedAt());
        return connection
                .preparedQuery(TreeSql.INSERT_SIGNING_KEY)
                .execute(Tuple.of(signer.keyId(), signer.verifier().toString(), at))
                .compose(_ -> connection
                        .preparedQuery(TreeSql.INSERT_CHECKPOINT)
                        .execute(Tuple.tuple()
                                .addValue(checkpoint.treeSize())
                                .addValue(buffer(checkpoint.root()))
                                .addValue(note.toString())
                                .addValue(signer.keyId())
                                .addValue(at)))
                .mapEmpty();
    }

    private static Buffer buffer(Hash hash) {
        return Buffer.buffer(hash.bytes());
    }
}
