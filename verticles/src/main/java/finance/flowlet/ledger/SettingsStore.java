package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.LedgerSettings;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;

/// Reads what tenants' finance staff agreed on.
final class SettingsStore {
    private static final LedgerSettings NOTHING_SET = new LedgerSettings(List.of(), 0, null, null);
    private final Pool pool;

    SettingsStore(Pool pool) {
        this.pool = pool;
    }

    Future<LedgerSettings> current(TenantId tenant) {
        return pool.preparedQuery(Sql.CURRENT)
                .execute(Tuple.of(tenant.uuid()))
                .map(rows ->
                        rows.stream().findFirst().map(SettingsStore::settings).orElse(NOTHING_SET));
    }

    /// The strictest limits that everybody has replaced since `since`.
    Future<List<Replaced>> replaced(TenantId tenant, Instant since) {
        return pool.preparedQuery(Sql.REPLACED)
                .execute(Tuple.of(tenant.uuid(), since.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.stream()
                        .map(row -> new Replaced(
                                row.getString("changed_by"),
                                new Money(row.getLong("amount"), Currency.of(row.getString("currency")))))
                        .toList());
    }

    private static LedgerSettings settings(Row row) {
        var above = row.getJsonArray("approval_above");
        return new LedgerSettings(
                IntStream.range(0, above.size())
                        .mapToObj(above::getJsonObject)
                        .map(one -> new Money(one.getLong("amount"), Currency.of(one.getString("currency"))))
                        .toList(),
                row.getLong("version"),
                row.getString("changed_by"),
                row.getOffsetDateTime("changed_at").toInstant());
    }

    /// A limit that `changedBy` replaced by another one, or by none.
    record Replaced(String changedBy, Money limit) {}

    interface Sql {
        String REPLACED = """
                select newer.changed_by, above ->> 'currency' as currency, min((above ->> 'amount')::bigint) as amount
                from settings newer
                join settings older on older.tenant_id = newer.tenant_id and older.version = newer.version - 1
                cross join jsonb_array_elements(older.approval_above) above
                where newer.tenant_id = $1 and newer.changed_at > $2
                group by newer.changed_by, above ->> 'currency'""";

        String CURRENT = """
                select version, approval_above, changed_by, changed_at from settings
                where tenant_id = $1 order by version desc limit 1""";
    }
}
