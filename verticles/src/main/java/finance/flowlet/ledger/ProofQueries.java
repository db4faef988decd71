package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.ListSigningKeys.Key;
import finance.flowlet.contract.ledger.ListSigningKeys.Keys;
import finance.flowlet.contract.ledger.ProveConsistency;
import finance.flowlet.contract.ledger.ProveEntry;
import finance.flowlet.contract.ledger.ReadCheckpoint;
import finance.flowlet.ledger.Decision.Entry;
import finance.flowlet.platform.Platform;
import finance.flowlet.proof.Hash;
import finance.flowlet.proof.Merkle;
import finance.flowlet.proof.Receipt;
import finance.flowlet.proof.Span;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Makes proofs from what is sealed. Nothing it reads can change between two statements, because all of it
/// is history.
final class ProofQueries {
    private static final List<Integer> WHOLE_ENTRY = List.of(-1);
    private final Pool pool;
    private final TrustedKeyReader keys;

    ProofQueries(Platform platform, Pool pool) {
        this.pool = pool;
        this.keys = new TrustedKeyReader(platform, pool);
    }

    Future<Keys> signingKeys() {
        return keys.all()
                .map(all -> new Keys(all.stream()
                        .map(key -> new Key(key.id(), key.name(), keys.isCurrent(key), key.toString(), key.pem()))
                        .toList()));
    }

    Future<ReadCheckpoint.Outcome> checkpoint(ReadCheckpoint question) {
        return stored(question.treeSize())
                .map(row -> row == null
                        ? new ReadCheckpoint.None()
                        : new ReadCheckpoint.Found(
                                row.getLong("tree_size"),
                                hash(row, "root").toString(),
                                row.getOffsetDateTime("signed_at").toInstant(),
                                row.getString("key_id"),
                                row.getString("note")));
    }

    Future<ProveConsistency.Outcome> consistency(ProveConsistency question) {
        var from = stored(question.from());
        var to = stored(question.to());
        return Future.all(from, to).compose(_ -> {
            var before = from.result();
            var after = to.result();
            if (before == null || after == null || question.from() > after.getLong("tree_size")) {
                return Future.succeededFuture(new ProveConsistency.NoCheckpoint());
            }
            var size = after.getLong("tree_size");
            var spans = Span.consistency(question.from(), size);
            return NodeRows.of(pool, spans)
                    .map(nodes -> new ProveConsistency.Proven(
                            question.from(),
                            size,
                            hash(before, "root").toString(),
                            hash(after, "root").toString(),
                            nodes.hashes(spans).stream()
                                    .map(hash -> Hash.of(hash).toString())
                                    .toList()));
        });
    }

    Future<ProveEntry.Outcome> entry(ProveEntry question) {
        return lines(question)
                .compose(lines -> pool.preparedQuery(TreeSql.ENTRY)
                        .execute(Tuple.of(
                                question.entry().uuid(), question.tenant().uuid()))
                        .compose(rows -> rows.size() == 0 || lines.isEmpty()
                                ? Future.succeededFuture(new ProveEntry.Unknown())
                                : entry(rows.iterator().next(), lines)));
    }

    /// Which postings are meant, or that the whole entry is; a customer never gets the whole.
    private Future<List<Integer>> lines(ProveEntry question) {
        var owner = question.onlyOwner();
        var line = question.line();
        if (owner == null && line == null) {
            return Future.succeededFuture(WHOLE_ENTRY);
        }
        return pool.preparedQuery(TreeSql.LINES_OF_OWNER)
                .execute(Tuple.tuple()
                        .addValue(question.entry().uuid())
                        .addValue(owner == null ? null : owner.uuid())
                        .addValue(line))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getInteger("line"))
                        .toList());
    }

    private Future<ProveEntry.Outcome> entry(Row found, List<Integer> lines) {
        var index = found.getLong("index");
        if (index == null) {
            return Future.succeededFuture(new ProveEntry.Pending());
        }
        return stored(null).compose(checkpoint -> {
            if (checkpoint == null || checkpoint.getLong("tree_size") <= index) {
                return Future.succeededFuture(new ProveEntry.Pending());
            }
            var spans = Span.inclusion(index, checkpoint.getLong("tree_size"));
            return Future.all(entriesOf(found), NodeRows.of(pool, spans))
                    // The batch may have thousands of entries, and every one is hashed.
                    .compose(both -> Aside.run(() -> {
                        var entries = BatchRows.entries(both.<RowSet<Row>>resultAt(0))
                                .getOrDefault(BatchRows.name(found), List.of());
                        var tree = Receipt.Place.of(
                                index, both.<NodeRows>resultAt(1).hashes(spans));
                        return new ProveEntry.Proven(
                                receipts(found, entries, lines, tree, checkpoint.getString("note")));
                    }));
        });
    }

    private static List<Receipt> receipts(
            Row found, List<Entry> entries, List<Integer> lines, Receipt.Place tree, String note) {
        var at = found.getOffsetDateTime("committed_at").toInstant();
        var writer = found.getUUID("writer_id");
        var number = found.getLong("number");
        var leaves = Sealing.leaves(entries, at);
        var hashes = Sealing.hashes(Sealing.postings(leaves));
        var sealed = Sealing.leaf(writer, number, found.getBuffer("root").getBytes(), entries.size(), hashes);
        var position = found.getInteger("position");
        if (lines.equals(WHOLE_ENTRY)) {
            var previous = found.getBuffer("previous_root").getBytes();
            var header = Leaf.header(writer, number, previous, at, found.getString("events"));
            var place = place(position + 1, Sealing.hashes(header, leaves));
            return List.of(new Receipt(leaves.get(position), null, Receipt.Batch.of(sealed, place), tree, note));
        }
        var before = leaves.subList(0, position).stream()
                .mapToInt(leaf -> leaf.postings().size())
                .sum();
        return lines.stream()
                .map(line -> new Receipt(
                        null,
                        leaves.get(position).posting(line),
                        Receipt.Batch.of(sealed, place(before + line, hashes)),
                        tree,
                        note))
                .toList();
    }

    private static Receipt.Place place(int index, List<byte[]> hashes) {
        return Receipt.Place.of(
                index,
                Span.inclusion(index, hashes.size()).stream()
                        .map(span -> Merkle.rootOf(hashes.subList((int) span.begin(), (int) span.end())))
                        .toList());
    }

    private Future<RowSet<Row>> entriesOf(Row found) {
        return pool.preparedQuery(IntegritySql.ENTRIES_OF_BATCHES)
                .execute(Tuple.tuple()
                        .addValue(new UUID[] {found.getUUID("writer_id")})
                        .addValue(new Long[] {found.getLong("batch")}));
    }

    /// That of a tree size, or the latest.
    private Future<@Nullable Row> stored(@Nullable Long treeSize) {
        return pool.preparedQuery(TreeSql.CHECKPOINT)
                .execute(Tuple.tuple().addValue(treeSize))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next());
    }

    private static Hash hash(Row row, String column) {
        return Hash.of(row.getBuffer(column).getBytes());
    }
}
