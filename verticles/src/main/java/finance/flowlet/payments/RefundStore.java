package finance.flowlet.payments;

import finance.flowlet.contract.payments.FindRefunds;
import finance.flowlet.contract.payments.RefundView;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.Id;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.RefundId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads refunds. Nothing is written here: rows come with the ledger's transactions, through
/// `record_refunds`.
final class RefundStore {
    private final Pool pool;

    RefundStore(Pool pool) {
        this.pool = pool;
    }

    Future<List<RefundView>> find(FindRefunds query) {
        var filters = Tuple.of(
                query.caller().tenant().uuid(),
                uuid(query.id()),
                uuid(query.payment()),
                uuid(query.after()),
                query.limit(),
                query.offset());
        return pool.preparedQuery(Sql.PAGE)
                .execute(filters)
                .map(rows -> rows.stream().map(RefundStore::view).toList());
    }

    private static @Nullable UUID uuid(@Nullable Id id) {
        return id == null ? null : id.uuid();
    }

    private static RefundView view(Row row) {
        return new RefundView(
                new RefundId(row.getUUID("id")),
                new PaymentId(row.getUUID("payment_id")),
                new Money(row.getLong("amount"), Currency.of(row.getString("currency"))),
                row.getString("reason"),
                row.getString("idempotency_key"),
                new EntryId(row.getUUID("entry_id")),
                row.getOffsetDateTime("created_at").toInstant());
    }

    interface Sql {
        String PAGE = """
                select id, payment_id, amount, currency, reason, idempotency_key, entry_id, created_at
                from refund
                where tenant_id = $1
                    and ($2::uuid is null or id = $2)
                    and ($3::uuid is null or payment_id = $3)
                    and ($4::uuid is null or (created_at, id) < (
                        select last.created_at, last.id from refund last where last.tenant_id = $1 and last.id = $4))
                order by created_at desc, id desc
                limit $5 offset $6
                """;
    }
}
