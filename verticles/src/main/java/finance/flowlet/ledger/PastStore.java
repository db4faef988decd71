package finance.flowlet.ledger;

import static finance.flowlet.ledger.Rows.column;

import finance.flowlet.contract.ledger.AccountClass;
import finance.flowlet.contract.ledger.BalanceAt;
import finance.flowlet.contract.ledger.BalanceAt.AccountBalance;
import finance.flowlet.contract.ledger.BalanceAt.Balances;
import finance.flowlet.id.AccountId;
import finance.flowlet.money.Currency;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.util.UUID;

/// Reads what the books said at a moment that has passed, each answer in one snapshot.
final class PastStore {
    private final Pool pool;
    private final Clock clock;

    PastStore(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    Future<Balances> balances(BalanceAt question) {
        var at = AsOf.of(question.at(), clock.instant());
        var sql = switch (question.basis()) {
            case RECORDED -> Sql.RECORDED_BALANCES;
            case EFFECTIVE -> Sql.EFFECTIVE_BALANCES;
        };
        return pool.preparedQuery(sql)
                .execute(Tuple.tuple()
                        .addValue(question.tenant().uuid())
                        .addValue(column(question.accounts(), AccountId::uuid, UUID[]::new))
                        .addValue(Rows.utc(at.until())))
                .map(rows -> new Balances(
                        at.shown(), rows.stream().map(PastStore::balance).toList()));
    }

    private static AccountBalance balance(Row row) {
        return new AccountBalance(
                new AccountId(row.getUUID("id")),
                row.getString("code"),
                AccountClass.valueOf(row.getString("class")),
                Currency.of(row.getString("currency")),
                row.getLong("balance"),
                row.getLong("postings"));
    }

    interface Sql {
        String RECORDED_BALANCES = """
                select a.id, a.code, a.class, a.currency, coalesce(p.balance_after, 0) as balance,
                    coalesce(p.account_version, 0) as postings
                from account a
                left join posting p
                    on p.account_id = a.id and p.account_version = recorded_postings(a.id, a.version, $3)
                where a.tenant_id = $1 and a.id = any ($2::uuid[])""";

        /// From the end of the last closed period that is over at `$3`, or from the beginning.
        String EFFECTIVE_BALANCES = """
                select a.id, a.code, a.class, a.currency,
                    (coalesce(closed.credits - closed.debits, 0) + since.balance)::bigint as balance,
                    coalesce(closed.postings, 0) + since.postings as postings
                from account a
                left join lateral (
                    select b.ends_at, b.debits, b.credits, b.postings, b.next_version
                    from period_balance b
                    where b.account_id = a.id and b.ends_at <= $3
                    order by b.ends_at desc limit 1) closed on true
                cross join lateral (
                    select coalesce(sum(p.direction * p.amount), 0) as balance, count(*) as postings
                    from posting p join entry e on e.id = p.entry_id
                    where p.account_id = a.id and p.account_version >= coalesce(closed.next_version, 1)
                        and e.effective_at >= coalesce(closed.ends_at, '-infinity') and e.effective_at <= $3) since
                where a.tenant_id = $1 and a.id = any ($2::uuid[])""";
    }
}
