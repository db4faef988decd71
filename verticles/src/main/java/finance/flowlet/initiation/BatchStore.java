package finance.flowlet.initiation;

import com.fasterxml.jackson.annotation.JsonValue;
import finance.flowlet.bus.Wire;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.initiation.BatchItem;
import finance.flowlet.contract.initiation.BatchMode;
import finance.flowlet.contract.initiation.BatchStatus;
import finance.flowlet.contract.initiation.BatchView;
import finance.flowlet.contract.initiation.FindBatches;
import finance.flowlet.id.Id;
import finance.flowlet.id.PaymentBatchId;
import finance.flowlet.platform.AwaitedSql;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The batches: taken in whole, worked on by one process at a time, read at any time.
final class BatchStore {
    private final AwaitedSql statements;

    BatchStore(AwaitedSql statements) {
        this.statements = statements;
    }

    /// A batch that this process may work on until its lease ends. `attempts` counts the tries before that
    /// decided nothing.
    record Claimed(Caller caller, PaymentBatchId id, BatchMode mode, int total, int attempts) {}

    /// Stores a batch, unless there is one of this id.
    boolean insert(Caller caller, BatchView batch) {
        return statements
                        .run(
                                Sql.INSERT,
                                caller.tenant().uuid(),
                                batch.id().uuid(),
                                uuid(caller.onlyOwner()),
                                caller.actor(),
                                caller.requestId(),
                                batch.mode().name().toLowerCase(Locale.ROOT),
                                Wire.text(new Metadata(batch.metadata())),
                                batch.counts().total(),
                                TimeRows.of(batch.createdAt()))
                        .rowCount()
                > 0;
    }

    /// All items of a new batch, in one statement.
    void insertItems(Caller caller, PaymentBatchId batch, List<BatchItem> items) {
        var rows = IntStream.range(0, items.size())
                .mapToObj(index -> BatchItemRow.of(index, items.get(index)))
                .toList();
        statements.run(Sql.INSERT_ITEMS, caller.tenant().uuid(), batch.uuid(), Wire.text(new BatchItemRow.All(rows)));
    }

    List<BatchView> find(FindBatches query) {
        var status = query.status();
        return statements
                .run(
                        Sql.PAGE,
                        query.caller().tenant().uuid(),
                        uuid(query.caller().onlyOwner()),
                        uuid(query.id()),
                        status == null ? null : status.name().toLowerCase(Locale.ROOT),
                        uuid(query.after()),
                        query.limit(),
                        query.offset())
                .stream()
                .map(BatchStore::view)
                .toList();
    }

    /// The next batch that nobody works on, for this process until `until`.
    Optional<Claimed> claim(Instant now, Instant until) {
        return statements.one(
                row -> new Claimed(
                        CallerRows.read(row),
                        new PaymentBatchId(row.getUUID("id")),
                        BatchMode.valueOf(row.getString("mode").toUpperCase(Locale.ROOT)),
                        row.getInteger("total"),
                        row.getInteger("attempts")),
                Sql.CLAIM,
                TimeRows.of(now),
                TimeRows.of(until));
    }

    /// Lets others work on it from `at`, after a try that decided nothing.
    void release(Claimed batch, int attempts, Instant at) {
        statements.run(Sql.RELEASE, batch.caller().tenant().uuid(), batch.id().uuid(), attempts, TimeRows.of(at));
    }

    /// Ends a batch that has no pending items left.
    void finish(Claimed batch, Instant now) {
        statements.run(Sql.FINISH, batch.caller().tenant().uuid(), batch.id().uuid(), TimeRows.of(now));
    }

    private static @Nullable UUID uuid(@Nullable Id id) {
        return id == null ? null : id.uuid();
    }

    private static BatchView view(Row row) {
        return new BatchView(
                new PaymentBatchId(row.getUUID("id")),
                BatchMode.valueOf(row.getString("mode").toUpperCase(Locale.ROOT)),
                BatchStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                new BatchView.Counts(
                        row.getInteger("total"),
                        row.getInteger("completed"),
                        row.getInteger("declined"),
                        row.getInteger("requires_action"),
                        row.getInteger("failed")),
                Metadata.read(row),
                row.getLong("version"),
                TimeRows.read(row, "created_at"),
                TimeRows.readNullable(row, "completed_at"));
    }

    /// What a client noted, as it goes into a `jsonb` column and comes out of it.
    record Metadata(@JsonValue Map<String, String> values) {
        static Map<String, String> read(Row row) {
            return row.getJsonObject("metadata").stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> (String) entry.getValue()));
        }
    }

    /// The statements, each checked by a test.
    interface Sql {
        String INSERT = """
                insert into batch (
                    tenant_id, id, owner_id, actor, request_id, mode, status, metadata, total, version, free_at,
                    created_at)
                values ($1, $2, $3, $4, $5, $6, 'pending', $7::text::jsonb, $8, 1, $9, $9)
                on conflict (tenant_id, id) do nothing""";

        String INSERT_ITEMS = """
                insert into batch_item (
                    tenant_id, batch_id, index, chosen_id, from_wallet, to_wallet, amount, currency, description,
                    external_reference, metadata)
                select
                    $1, $2, r.index, r.chosen_id, r.from_wallet, r.to_wallet, r.amount, r.currency, r.description,
                    r.external_reference, r.metadata
                from jsonb_to_recordset($3::text::jsonb) as r (
                    index int, chosen_id uuid, from_wallet uuid, to_wallet uuid, amount bigint, currency char(3),
                    description text, external_reference text, metadata jsonb)""";

        /// A filter that is not set is null and does not restrict.
        String PAGE = """
                select
                    id, mode, status, metadata, total, completed, declined, requires_action, failed, version,
                    created_at, completed_at
                from batch
                where tenant_id = $1
                  and ($2::uuid is null or owner_id = $2)
                  and ($3::uuid is null or id = $3)
                  and ($4::text is null or status = $4)
                  and ($5::uuid is null or (created_at, id) < (
                    select last.created_at, last.id from batch last where last.tenant_id = $1 and last.id = $5))
                order by created_at desc, id desc
                limit $6 offset $7""";

        String CLAIM = """
                update batch
                set free_at = $2,
                    version = version + case when status = 'pending' then 1 else 0 end,
                    status = 'processing'
                where (tenant_id, id) = (
                    select tenant_id, id
                    from batch
                    where status in ('pending', 'processing') and free_at <= $1
                    order by free_at
                    limit 1
                    for update skip locked)
                returning tenant_id, id, owner_id, actor, request_id, mode, total, attempts""";

        String RELEASE = """
                update batch
                set attempts = $3, free_at = $4
                where tenant_id = $1 and id = $2 and status = 'processing'""";

        String FINISH = """
                update batch
                set status = case
                        when completed = total then 'completed'
                        when completed + requires_action = 0 then 'failed'
                        else 'partially_completed'
                    end,
                    completed_at = $3,
                    version = version + 1
                where tenant_id = $1
                  and id = $2
                  and status = 'processing'
                  and completed + declined + requires_action + failed = total""";
    }
}
