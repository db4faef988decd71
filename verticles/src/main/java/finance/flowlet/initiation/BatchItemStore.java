package finance.flowlet.initiation;

import com.fasterxml.jackson.annotation.JsonValue;
import finance.flowlet.bus.Wire;
import finance.flowlet.contract.initiation.BatchItem;
import finance.flowlet.contract.initiation.BatchItemView;
import finance.flowlet.contract.initiation.FindBatchItems;
import finance.flowlet.contract.initiation.ItemStatus;
import finance.flowlet.id.PaymentBatchId;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import finance.flowlet.platform.AwaitedSql;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// The items of batches and what became of them.
final class BatchItemStore {
    private final AwaitedSql statements;

    BatchItemStore(AwaitedSql statements) {
        this.statements = statements;
    }

    List<BatchItemView> find(FindBatchItems query) {
        var status = query.status();
        return statements
                .run(
                        Sql.PAGE,
                        query.tenant().uuid(),
                        query.batch().uuid(),
                        status == null ? null : text(status),
                        query.after(),
                        query.limit(),
                        query.offset())
                .stream()
                .map(BatchItemStore::view)
                .toList();
    }

    /// Writes what became of some items, counts it, and keeps the batch until `until`. What is decided
    /// already stays as it is and is not counted again: two processes may have learnt it.
    void record(TenantId tenant, PaymentBatchId batch, List<ItemResult> results, Instant until) {
        var rows = results.stream().map(ResultRow::of).toList();
        statements.run(Sql.RECORD, tenant.uuid(), batch.uuid(), Wire.text(new ResultRow.All(rows)), TimeRows.of(until));
    }

    private static String text(ItemStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static BatchItemView view(Row row) {
        var chosen = row.getUUID("chosen_id");
        var payment = row.getUUID("payment_id");
        var item = new BatchItem(
                chosen == null ? null : new PaymentId(chosen),
                new WalletId(row.getUUID("from_wallet")),
                new WalletId(row.getUUID("to_wallet")),
                new Money(row.getLong("amount"), Currency.of(row.getString("currency"))),
                row.getString("description"),
                row.getString("external_reference"),
                BatchStore.Metadata.read(row));
        return new BatchItemView(
                row.getInteger("index"),
                item,
                ItemStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                payment == null ? null : new PaymentId(payment),
                row.getString("code"));
    }

    /// What became of one item, as it is written together with others.
    @JsonNaming(SnakeCaseStrategy.class)
    record ResultRow(
            int index,
            String status,
            @Nullable UUID paymentId,
            @Nullable String code) {
        static ResultRow of(ItemResult result) {
            var outcome = result.outcome();
            var payment = outcome.payment();
            return new ResultRow(
                    result.index(), text(outcome.status()), payment == null ? null : payment.uuid(), outcome.code());
        }

        /// The rows as one JSON array.
        record All(@JsonValue List<ResultRow> rows) {}
    }

    /// The statements, each checked by a test.
    interface Sql {
        String PAGE = """
                select
                    index, chosen_id, from_wallet, to_wallet, amount, currency, description, external_reference,
                    metadata, status, payment_id, code
                from batch_item
                where tenant_id = $1
                  and batch_id = $2
                  and ($3::text is null or status = $3)
                  and ($4::int is null or index > $4)
                order by index
                limit $5 offset $6""";

        /// The counts move by what this statement changed, so they are right whoever else writes.
        String RECORD = """
                with result as (
                    select r.index, r.status, r.payment_id, r.code
                    from jsonb_to_recordset($3::text::jsonb) as r (
                        index int, status text, payment_id uuid, code text)),
                changed as (
                    update batch_item item
                    set status = result.status, payment_id = result.payment_id, code = result.code
                    from result
                    where item.tenant_id = $1
                      and item.batch_id = $2
                      and item.index = result.index
                      and item.status = 'pending'
                    returning item.status)
                update batch
                set completed = completed + (select count(*) from changed where status = 'completed'),
                    declined = declined + (select count(*) from changed where status = 'declined'),
                    requires_action =
                        requires_action + (select count(*) from changed where status = 'requires_action'),
                    failed = failed + (select count(*) from changed where status = 'failed'),
                    version = version + 1,
                    attempts = 0,
                    free_at = $4
                where tenant_id = $1 and id = $2""";
    }
}
