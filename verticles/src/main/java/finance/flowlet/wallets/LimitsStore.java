package finance.flowlet.wallets;

import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.money.Currency;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;

/// Reads how often the limits of customers were set. Rows come with the ledger's transactions, through `record_limits`.
final class LimitsStore {
    private final Pool pool;

    LimitsStore(Pool pool) {
        this.pool = pool;
    }

    /// How often the limits of a customer in a currency were set.
    Future<Long> version(TenantId tenant, UserId customer, Currency currency) {
        return pool.preparedQuery(Sql.VERSION)
                .execute(Tuple.of(tenant.uuid(), customer.uuid(), currency.code()))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> row.getLong("version"))
                        .orElse(0L));
    }

    interface Sql {
        String VERSION = """
                select version
                from customer_limits
                where tenant_id = $1 and user_id = $2 and currency = $3
                """;
    }
}
