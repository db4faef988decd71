package finance.flowlet.ledger;

import static finance.flowlet.ledger.Rows.column;

import finance.flowlet.contract.ledger.SealBatches.Sealed;
import finance.flowlet.platform.Platform;
import finance.flowlet.proof.BatchLeaf;
import finance.flowlet.proof.Checkpoint;
import finance.flowlet.proof.Frontier;
import finance.flowlet.proof.Hash;
import finance.flowlet.proof.Proof;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Seals committed batches: appends them to the tree and signs a checkpoint over it, in one transaction.
/// Nobody waits for it when posting. Batches are taken writer by writer in the order of their numbers, so
/// no gap can be sealed over.
final class TreeWriter {
    /// Entries that are read and hashed in one transaction, so that large batches cannot fill the memory. A batch
    /// that has more by itself goes alone.
    private static final int MAX_ENTRIES = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(TreeWriter.class);

    private static final int MAX_CHECKPOINTS_PER_ROUND = 64;
    private final Pool pool;
    private final Clock clock;
    private final Signer signer;
    private final int maxBatches;
    /// What this process signed last, which no later tree may contradict.
    private @Nullable Checkpoint last;

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
            remember(round.signed());
            var all = new Sealed(before + round.batches(), round.more());
            return round.more() && checkpoints > 1 ? seal(all.batches(), checkpoints - 1) : Future.succeededFuture(all);
        });
    }

    /// What one transaction sealed, and under which checkpoint.
    private record Round(
            int batches, boolean more, @Nullable Checkpoint signed) {}

    private void remember(@Nullable Checkpoint signed) {
        if (signed != null && (last == null || signed.treeSize() > last.treeSize())) {
            last = signed;
        }
    }

    private Future<Round> sealOnce(SqlConnection connection) {
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
                            ? Future.succeededFuture(new Round(0, false, null))
                            : append(connection, batches).map(signed -> new Round(batches.size(), more, signed));
                });
    }

    private static List<Row> withinBounds(List<Row> batches) {
        var entries = 0L;
        for (var i = 0; i < batches.size(); i++) {
            entries += isCounted(batches.get(i)) ? 0 : batches.get(i).getInteger("entries");
            if (entries > MAX_ENTRIES) {
                return batches.subList(0, Math.max(1, i));
            }
        }
        return batches;
    }

    private Future<Checkpoint> append(SqlConnection connection, List<Row> batches) {
        return leaves(connection, batches)
                .compose(leaves -> continued(connection).compose(frontier -> {
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
        var ofBefore = batches.stream().filter(batch -> !isCounted(batch)).toList();
        if (ofBefore.isEmpty()) {
            return Future.succeededFuture(
                    batches.stream().map(TreeWriter::counted).toList());
        }
        return connection
                .preparedQuery(IntegritySql.ENTRIES_OF_BATCHES)
                .execute(Tuple.tuple()
                        .addValue(column(ofBefore, row -> row.getUUID("writer_id"), UUID[]::new))
                        .addValue(column(ofBefore, row -> row.getLong("number"), Long[]::new)))
                .compose(rows -> Aside.run(() -> {
                    var entries = BatchRows.entries(rows);
                    return batches.stream()
                            .map(batch -> isCounted(batch)
                                    ? counted(batch)
                                    : Sealing.leaf(
                                            batch.getUUID("writer_id"),
                                            batch.getLong("number"),
                                            batch.getBuffer("root").getBytes(),
                                            entries.getOrDefault(BatchRows.name(batch), List.of()),
                                            batch.getOffsetDateTime("committed_at")
                                                    .toInstant()))
                            .toList();
                }));
    }

    /// Whether its writer said what the tree needs of it. An earlier version did not.
    private static boolean isCounted(Row batch) {
        return batch.getBuffer("postings_root") != null;
    }

    private static BatchLeaf counted(Row batch) {
        return new BatchLeaf(
                batch.getUUID("writer_id"),
                batch.getLong("number"),
                Hash.of(batch.getBuffer("root").getBytes()),
                // The header is the first leaf of every batch.
                batch.getInteger("entries") + 1L,
                Hash.of(batch.getBuffer("postings_root").getBytes()),
                batch.getLong("postings"));
    }

    /// The tree that is stored, if it still contains what this process signed last: whoever rewrites the
    /// books and the tree shall not get our signature under them.
    private Future<Frontier> continued(SqlConnection connection) {
        var before = last;
        return frontier(connection)
                .compose(frontier -> (before == null
                                ? Future.succeededFuture(true)
                                : continues(connection, before, frontier))
                        .compose(continues -> {
                            if (continues) {
                                return Future.succeededFuture(frontier);
                            }
                            LOG.atError()
                                    .addKeyValue("signed", before)
                                    .addKeyValue("found", frontier.size())
                                    .log("the tree was rewritten after it was signed: nothing more is sealed");
                            return Future.failedFuture(new IllegalStateException("the signed tree was rewritten"));
                        }));
    }

    private static Future<Boolean> continues(SqlConnection connection, Checkpoint before, Frontier frontier) {
        if (frontier.size() < before.treeSize()) {
            return Future.succeededFuture(false);
        }
        var root = Hash.of(frontier.root());
        if (frontier.size() == before.treeSize()) {
            return Future.succeededFuture(root.equals(before.root()));
        }
        var spans = Span.consistency(before.treeSize(), frontier.size());
        return NodeRows.of(connection, spans)
                .map(nodes -> Proof.continues(
                        before.treeSize(),
                        frontier.size(),
                        nodes.hashes(spans).stream().map(Hash::of).toList(),
                        before.root(),
                        root));
    }

    private static Future<Frontier> frontier(SqlConnection connection) {
        return connection.query(TreeSql.TREE_SIZE).execute().compose(rows -> {
            var size = rows.iterator().next().getLong("size");
            if (size == 0) {
                return Future.succeededFuture(new Frontier());
            }
            var nodes = new Span(0, size).nodes();
            return NodeRows.read(connection, nodes)
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

    private Future<Checkpoint> insertCheckpoint(SqlConnection connection, SignedNote note) {
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
                .map(checkpoint);
    }

    private static Buffer buffer(Hash hash) {
        return Buffer.buffer(hash.bytes());
    }
}
