package finance.flowlet.payments;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.payments.FeePayer;
import finance.flowlet.contract.payments.FeeRule;
import finance.flowlet.contract.payments.PaymentSettings;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import finance.flowlet.payments.RulesInForce.Replaced;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The tenants' rules for payments: one row each, and one for every version there was.
final class SettingsStore {
    private final Pool pool;

    SettingsStore(Pool pool) {
        this.pool = pool;
    }

    Future<PaymentSettings> find(TenantId tenant) {
        return pool.preparedQuery(Sql.FIND)
                .execute(Tuple.of(tenant.uuid()))
                .map(rows -> first(rows).orElse(PaymentSettings.NONE));
    }

    /// Replaces the rules; nothing when they are no longer of version `expected`.
    Future<Optional<PaymentSettings>> replace(
            TenantId tenant, @Nullable Long expected, PaymentSettings settings, String actor, Instant at) {
        return pool.preparedQuery(Sql.REPLACE)
                .execute(Tuple.of(tenant.uuid(), expected, Wire.text(settings), actor, at.atOffset(ZoneOffset.UTC)))
                .map(SettingsStore::first);
    }

    /// The strictest limits that everybody has replaced since `since`.
    Future<List<Replaced>> replaced(TenantId tenant, Instant since) {
        return pool.preparedQuery(Sql.REPLACED)
                .execute(Tuple.of(tenant.uuid(), since.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.stream()
                        .map(row -> new Replaced(
                                row.getString("changed_by"),
                                new Money(row.getLong("minor_units"), Currency.of(row.getString("currency")))))
                        .toList());
    }

    private static Optional<PaymentSettings> first(RowSet<Row> rows) {
        return rows.stream().findFirst().map(row -> settings(row.getLong("version"), row.getJsonObject("document")));
    }

    private static PaymentSettings settings(long version, JsonObject document) {
        return new PaymentSettings(
                version,
                objects(document.getJsonArray("approvalAbove"))
                        .map(limit -> new Money(limit.getLong("minorUnits"), Currency.of(limit.getString("currency"))))
                        .toList(),
                objects(document.getJsonArray("fees")).map(SettingsStore::rule).toList(),
                document.getBoolean("recordDeclines"));
    }

    /// A fee rule as it was written with [Wire].
    static FeeRule rule(JsonObject rule) {
        return new FeeRule(
                Currency.of(rule.getString("currency")),
                rule.getLong("fixed"),
                rule.getInteger("basisPoints"),
                rule.getLong("minimum"),
                rule.getLong("maximum"),
                FeePayer.valueOf(rule.getString("payer")));
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return IntStream.range(0, array.size()).mapToObj(array::getJsonObject);
    }

    interface Sql {
        String FIND = """
                select version, document
                from settings
                where tenant_id = $1
                """;

        String REPLACED = """
                select newer.changed_by, above ->> 'currency' as currency,
                    min((above ->> 'minorUnits')::bigint) as minor_units
                from settings_version newer
                join settings_version older
                    on older.tenant_id = newer.tenant_id and older.version = newer.version - 1
                cross join jsonb_array_elements(older.document -> 'approvalAbove') above
                where newer.tenant_id = $1 and newer.changed_at > $2
                group by newer.changed_by, above ->> 'currency'
                """;

        /// The first rules are version 1, so only who expects version 0 or nothing may write them.
        String REPLACE = """
                insert into settings (tenant_id, version, document, changed_by, changed_at)
                select $1, 1, $3::text::jsonb, $4, $5
                where coalesce($2::bigint, 0) = 0 or exists (select from settings where tenant_id = $1)
                on conflict (tenant_id) do update
                set version = settings.version + 1, document = excluded.document,
                    changed_by = excluded.changed_by, changed_at = excluded.changed_at
                where $2::bigint is null or settings.version = $2
                returning version, document
                """;
    }
}
