package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.AccountClass;
import finance.flowlet.contract.ledger.TrialAccounts;
import finance.flowlet.contract.ledger.TrialBalance;
import finance.flowlet.contract.ledger.TrialBalance.Balances;
import finance.flowlet.contract.ledger.TrialBalanceAt;
import finance.flowlet.id.AccountId;
import finance.flowlet.money.Currency;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;

/// Reads trial balances of the past, each answer in one snapshot.
final class TrialStore {
    private final Pool pool;
    private final Clock clock;

    TrialStore(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    Future<Balances> balance(TrialBalanceAt question) {
        var at = AsOf.of(question.at(), clock.instant());
        var sql = switch (question.basis()) {
            case RECORDED -> Sql.RECORDED;
            case EFFECTIVE -> Sql.EFFECTIVE;
        };
        return pool.preparedQuery(sql)
                .execute(Tuple.of(question.tenant().uuid(), Rows.utc(at.until())))
                .map(rows -> new Balances(
                        at.shown(), rows.stream().map(TrialStore::sum).toList()));
    }

    Future<TrialAccounts.Page> accounts(TrialAccounts question) {
        var at = AsOf.of(question.at(), clock.instant());
        var currency = question.currency();
        var kind = question.accountClass();
        var sql = switch (question.basis()) {
            case RECORDED -> Sql.RECORDED_ACCOUNTS;
            case EFFECTIVE -> Sql.EFFECTIVE_ACCOUNTS;
        };
        return pool.preparedQuery(sql)
                .execute(Tuple.tuple()
                        .addValue(question.tenant().uuid())
                        .addValue(Rows.utc(at.until()))
                        .addValue(currency == null ? null : currency.code())
                        .addValue(kind == null ? null : kind.name())
                        .addValue(question.after())
                        .addValue(question.limit())
                        .addValue(question.offset()))
                .map(rows -> new TrialAccounts.Page(
                        at.shown(), rows.stream().map(TrialStore::account).toList()));
    }

    private static TrialBalance.Row sum(Row row) {
        return new TrialBalance.Row(
                Currency.of(row.getString("currency")),
                AccountClass.valueOf(row.getString("class")),
                row.getLong("accounts"),
                row.getBigDecimal("debits").longValueExact(),
                row.getBigDecimal("credits").longValueExact());
    }

    private static TrialAccounts.Row account(Row row) {
        return new TrialAccounts.Row(
                new AccountId(row.getUUID("id")),
                row.getString("code"),
                AccountClass.valueOf(row.getString("class")),
                Currency.of(row.getString("currency")),
                row.getBigDecimal("debits").longValueExact(),
                row.getBigDecimal("credits").longValueExact());
    }

    interface Sql {
        String SIDES = """
                coalesce(sum(p.amount) filter (where p.direction = -1), 0) as debits,
                coalesce(sum(p.amount) filter (where p.direction = 1), 0) as credits
                """;

        String RECORDED = """
                with moved as (
                    select p.account_id,
                """ + SIDES + """
                    from entry e join posting p on p.entry_id = e.id
                    where e.tenant_id = $1 and e.created_at <= $2
                    group by p.account_id)
                select a.currency, a.class, count(*) as accounts, coalesce(sum(m.debits), 0) as debits,
                    coalesce(sum(m.credits), 0) as credits
                from account a left join moved m on m.account_id = a.id
                where a.tenant_id = $1 and (a.created_at <= $2 or m.account_id is not null)
                group by a.currency, a.class order by a.currency, a.class""";

        /// From the end of the last period whose balances are all written down. Both statements count an
        /// account from when it was opened, or from its first posting where that was dated back further.
        String EFFECTIVE = """
                with closed as (
                    select max(ends_at) as ends_at from period
                    where tenant_id = $1 and ends_at <= $2 and counted_at is not null),
                before as (
                    select b.account_id, b.debits, b.credits
                    from closed join period_balance b on b.ends_at = closed.ends_at
                    where b.tenant_id = $1),
                moved as (
                    select p.account_id,
                """ + SIDES + """
                    from entry e join posting p on p.entry_id = e.id
                    where e.tenant_id = $1 and e.effective_at <= $2
                        and e.effective_at >= coalesce((select ends_at from closed), '-infinity')
                    group by p.account_id)
                select a.currency, a.class, count(*) as accounts,
                    coalesce(sum(b.debits), 0) + coalesce(sum(m.debits), 0) as debits,
                    coalesce(sum(b.credits), 0) + coalesce(sum(m.credits), 0) as credits
                from account a
                left join before b on b.account_id = a.id
                left join moved m on m.account_id = a.id
                where a.tenant_id = $1
                    and (a.created_at <= $2 or b.account_id is not null or m.account_id is not null)
                group by a.currency, a.class order by a.currency, a.class""";

        String PAGE = """
                with page as (
                    select id, code, class, currency, version from account
                    where tenant_id = $1
                        and ($3::text is null or currency = $3)
                        and ($4::text is null or class = $4)
                        and ($5::text is null or code > $5)
                    order by code limit $6 offset $7)
                """;

        String RECORDED_ACCOUNTS = PAGE + """
                select page.id, page.code, page.class, page.currency, moved.debits, moved.credits
                from page
                cross join lateral (
                    select
                """ + SIDES + """
                    from posting p
                    where p.account_id = page.id and p.account_version <= recorded_postings(page.id, page.version, $2)
                ) moved
                order by page.code""";

        String EFFECTIVE_ACCOUNTS = PAGE + """
                select page.id, page.code, page.class, page.currency,
                    coalesce(closed.debits, 0) + moved.debits as debits,
                    coalesce(closed.credits, 0) + moved.credits as credits
                from page
                left join lateral (
                    select b.ends_at, b.debits, b.credits, b.next_version
                    from period_balance b
                    where b.account_id = page.id and b.ends_at <= $2
                    order by b.ends_at desc limit 1) closed on true
                cross join lateral (
                    select
                """ + SIDES + """
                    from posting p join entry e on e.id = p.entry_id
                    where p.account_id = page.id and p.account_version >= coalesce(closed.next_version, 1)
                        and e.effective_at >= coalesce(closed.ends_at, '-infinity') and e.effective_at <= $2) moved
                order by page.code""";
    }
}
