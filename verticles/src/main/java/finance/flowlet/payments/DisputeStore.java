package finance.flowlet.payments;

import finance.flowlet.contract.payments.DisputeStatus;
import finance.flowlet.contract.payments.DisputeView;
import finance.flowlet.contract.payments.FindDisputes;
import finance.flowlet.id.DisputeId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.Id;
import finance.flowlet.id.PaymentId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads disputes. Nothing is written here: rows come with the ledger's transactions, through
/// `record_disputes`.
final class DisputeStore {
    private final Pool pool;

    DisputeStore(Pool pool) {
        this.pool = pool;
    }

    Future<List<DisputeView>> find(FindDisputes query) {
        var status = query.status();
        var filters = Tuple.of(
                        query.caller().tenant().uuid(),
                        uuid(query.id()),
                        uuid(query.payment()),
                        uuid(query.after()),
                        query.limit(),
                        query.offset())
                .addString(status == null ? null : status.name().toLowerCase(Locale.ROOT));
        return pool.preparedQuery(Sql.PAGE)
                .execute(filters)
                .map(rows -> rows.stream().map(DisputeStore::view).toList());
    }

    private static @Nullable UUID uuid(@Nullable Id id) {
        return id == null ? null : id.uuid();
    }

    private static DisputeView view(Row row) {
        var resolvedAt = row.getOffsetDateTime("resolved_at");
        return new DisputeView(
                new DisputeId(row.getUUID("id")),
                new PaymentId(row.getUUID("payment_id")),
                new Money(row.getLong("amount"), Currency.of(row.getString("currency"))),
                row.getString("reason"),
                DisputeStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getString("evidence"),
                Stream.of(row.getArrayOfUUIDs("entry_ids")).map(EntryId::new).toList(),
                row.getLong("version"),
                row.getOffsetDateTime("created_at").toInstant(),
                resolvedAt == null ? null : resolvedAt.toInstant());
    }

    interface Sql {
        String PAGE = """
                select
                    id, payment_id, amount, currency, reason, status, evidence, entry_ids, version, created_at,
                    resolved_at
                from dispute
                where tenant_id = $1
                    and ($2::uuid is null or id = $2)
                    and ($3::uuid is null or payment_id = $3)
                    and ($4::uuid is null or (created_at, id) < (
                        select last.created_at, last.id from dispute last where last.tenant_id = $1 and last.id = $4))
                    and ($7::text is null or status = $7)
                order by created_at desc, id desc
                limit $5 offset $6
                """;
    }
}
