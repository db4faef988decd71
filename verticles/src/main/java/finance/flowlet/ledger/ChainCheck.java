package finance.flowlet.ledger;

import static finance.flowlet.ledger.Rows.column;

import finance.flowlet.contract.ledger.CheckIntegrity.Finding;
import finance.flowlet.ledger.Decision.Entry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Recomputes every root of every chain from the rows it covers, a few batches at a time, so that memory
/// stays bounded and the hashing stays off the event loop.
final class ChainCheck {
    private static final int BATCHES_AT_ONCE = 32;
    /// Sealing takes about a second. What is older, or says that it is of the future, has had its time.
    private static final Duration UNSEALED_AT_MOST = Duration.ofMinutes(1);
    private final SqlConnection connection;
    private final int maxFindings;
    private final Instant now;
    private @Nullable UUID writer;
    private Chain head = Chain.start(new UUID(0, 0));

    ChainCheck(SqlConnection connection, int maxFindings, Instant now) {
        this.connection = connection;
        this.maxFindings = maxFindings;
        this.now = now;
    }

    Future<Void> run(List<Finding> findings) {
        var done = Promise.<Void>promise();
        page(new UUID(0, 0), 0, findings, done);
        return done.future();
    }

    /// One page after another. Each begins in the callback of the one before, so the stack does not grow
    /// with the ledger as a chain of composed futures would.
    private void page(UUID lastWriter, long lastNumber, List<Finding> findings, Promise<Void> done) {
        var batches = new ArrayList<Row>();
        connection
                .preparedQuery(IntegritySql.BATCHES)
                .execute(Tuple.tuple().addValue(lastWriter).addValue(lastNumber).addValue(BATCHES_AT_ONCE))
                .compose(page -> {
                    page.forEach(batches::add);
                    return batches.isEmpty() ? Future.succeededFuture() : check(batches, findings);
                })
                .onComplete(checked -> {
                    if (checked.failed()) {
                        done.fail(checked.cause());
                    } else if (batches.isEmpty() || findings.size() > maxFindings) {
                        done.complete();
                    } else {
                        var last = batches.getLast();
                        page(last.getUUID("writer_id"), last.getLong("number"), findings, done);
                    }
                });
    }

    private Future<Void> check(List<Row> batches, List<Finding> findings) {
        return connection
                .preparedQuery(IntegritySql.ENTRIES_OF_BATCHES)
                .execute(Tuple.tuple()
                        .addValue(column(batches, row -> row.getUUID("writer_id"), UUID[]::new))
                        .addValue(column(batches, row -> row.getLong("number"), Long[]::new)))
                .compose(rows -> Aside.run(() -> compare(batches, rows)))
                .map(broken -> {
                    findings.addAll(broken);
                    return null;
                });
    }

    private List<Finding> compare(List<Row> batches, RowSet<Row> entryRows) {
        try {
            return compare(batches, BatchRows.entries(entryRows));
        } catch (IllegalArgumentException unreadable) {
            // A kind or a currency that nobody ever wrote: somebody else did.
            return List.of(new Finding("rows_are_readable", BatchRows.name(batches.getFirst())));
        }
    }

    private List<Finding> compare(List<Row> batches, Map<String, List<Entry>> entries) {
        var broken = new ArrayList<Finding>();
        for (var batch : batches) {
            var id = batch.getUUID("writer_id");
            if (!id.equals(writer)) {
                writer = id;
                head = Chain.start(id);
            }
            var name = BatchRows.name(batch);
            if (!Arrays.equals(head.root(), batch.getBuffer("previous_root").getBytes())) {
                broken.add(new Finding("chain_continues", name));
            }
            var next = head.next(
                    entries.getOrDefault(name, List.of()),
                    batch.getString("events"),
                    batch.getOffsetDateTime("committed_at").toInstant());
            var stored = batch.getBuffer("root").getBytes();
            if (!Arrays.equals(next.root(), stored)) {
                broken.add(new Finding("root_covers_its_rows", name));
            }
            if (batch.getBuffer("leaf_hash") == null && shouldBeSealed(batch)) {
                broken.add(new Finding("batches_are_sealed", name));
            }
            if (!leafCovers(batch, entries.getOrDefault(name, List.of()), stored)) {
                broken.add(new Finding("leaf_covers_its_rows", name));
            }
            // Go on from what is stored, so that one broken batch is one finding and not all that follow it.
            head = Chain.at(id, batch.getLong("number"), stored);
        }
        return broken;
    }

    private boolean shouldBeSealed(Row batch) {
        var at = batch.getOffsetDateTime("committed_at").toInstant();
        return Duration.between(at, now).abs().compareTo(UNSEALED_AT_MOST) > 0;
    }

    /// Whether the leaf of a sealed batch is still that of its rows; it covers its postings one by one.
    private static boolean leafCovers(Row batch, List<Entry> entries, byte[] root) {
        var hash = batch.getBuffer("leaf_hash");
        return hash == null
                || Arrays.equals(
                        hash.getBytes(),
                        Sealing.leaf(
                                        batch.getUUID("writer_id"),
                                        batch.getLong("number"),
                                        root,
                                        entries,
                                        batch.getOffsetDateTime("committed_at").toInstant())
                                .hash());
    }
}
