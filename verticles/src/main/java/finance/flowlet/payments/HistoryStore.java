package finance.flowlet.payments;

import finance.flowlet.contract.payments.ListPaymentEvents;
import finance.flowlet.contract.payments.ListPaymentEvents.Event;
import finance.flowlet.contract.payments.PaymentStatus;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Locale;

/// What happened to payments. A payment that was completed when it was made has no event written for that:
/// it is read from the payment itself.
final class HistoryStore {
    private final Pool pool;

    HistoryStore(Pool pool) {
        this.pool = pool;
    }

    Future<List<Event>> list(ListPaymentEvents query) {
        return pool.preparedQuery(Sql.PAGE)
                .execute(Tuple.of(
                        query.caller().tenant().uuid(),
                        query.payment().uuid(),
                        query.afterVersion(),
                        query.limit(),
                        query.offset()))
                .map(rows -> rows.stream().map(HistoryStore::event).toList());
    }

    private static Event event(Row row) {
        return new Event(
                row.getLong("version"),
                row.getString("type"),
                PaymentStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getLong("amount"),
                row.getString("actor"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    interface Sql {
        String PAGE = """
                with happened as (
                    select version, type, status, amount, actor, created_at
                    from payment_event
                    where tenant_id = $1 and payment_id = $2
                    union all
                    select 1, 'payment.completed', 'completed', amount, created_by, created_at
                    from payment
                    where tenant_id = $1 and id = $2
                        and not exists (
                            select from payment_event first
                            where first.tenant_id = $1 and first.payment_id = $2 and first.version = 1))
                select version, type, status, amount, actor, created_at
                from happened
                where $3::bigint = 0 or version < $3
                order by version desc
                limit $4 offset $5
                """;
    }
}
