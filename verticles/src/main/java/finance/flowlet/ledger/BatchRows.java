package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.Step.PostEntry;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.TenantId;
import finance.flowlet.ledger.Decision.Entry;
import finance.flowlet.ledger.Decision.Line;
import finance.flowlet.money.Currency;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The entries of batches, put together from one row per posting.
final class BatchRows {
    private BatchRows() {}

    /// How a finding names a batch, and how its entries are found below.
    static String name(Row batch) {
        return batch.getUUID("writer_id") + "/" + batch.getLong("number");
    }

    /// The entries of each batch, by its name, in their order.
    ///
    /// @throws IllegalArgumentException when a row has a kind or a currency that nobody ever wrote
    static Map<String, List<Entry>> entries(RowSet<Row> rows) {
        var entries = new HashMap<String, List<Entry>>();
        for (var row : rows) {
            var ofBatch = entries.computeIfAbsent(
                    row.getUUID("writer_id") + "/" + row.getLong("batch"), _ -> new ArrayList<>());
            var id = new EntryId(row.getUUID("id"));
            if (ofBatch.isEmpty() || !ofBatch.getLast().step().entry().equals(id)) {
                ofBatch.add(entry(id, row));
            }
            ofBatch.getLast().lines().add(line(row));
        }
        return entries;
    }

    private static Entry entry(EntryId id, Row row) {
        var step = new PostEntry(
                id,
                EntryKind.valueOf(row.getString("kind")),
                row.getString("reference"),
                row.getString("description"),
                row.getString("actor"),
                row.getOffsetDateTime("effective_at").toInstant(),
                List.of());
        return new Entry(new TenantId(row.getUUID("tenant_id")), step, new ArrayList<>());
    }

    private static Line line(Row row) {
        return new Line(
                new AccountId(row.getUUID("account_id")),
                row.getInteger("direction") > 0 ? Side.CREDIT : Side.DEBIT,
                row.getLong("amount"),
                Currency.of(row.getString("currency")),
                row.getLong("account_version"),
                row.getLong("balance_after"));
    }
}
