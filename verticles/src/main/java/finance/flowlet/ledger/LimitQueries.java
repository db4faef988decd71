package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.BalanceMonitor;
import finance.flowlet.contract.ledger.LimitWindow;
import finance.flowlet.contract.ledger.ListMonitors;
import finance.flowlet.contract.ledger.ReadLimits;
import finance.flowlet.contract.ledger.ReadLimits.Limit;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.MonitorId;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/// Reads limits with what is used of them, and balance monitors.
final class LimitQueries {
    private final Pool pool;
    private final Clock clock;

    LimitQueries(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    Future<ReadLimits.Limits> read(ReadLimits question) {
        var now = clock.instant();
        return pool.preparedQuery(Sql.LIMITS)
                .execute(Tuple.tuple()
                        .addValue(question.tenant().uuid())
                        .addValue(question.subjects().toArray(UUID[]::new))
                        .addValue(Rows.utc(now)))
                .map(rows -> new ReadLimits.Limits(
                        rows.stream().map(row -> limit(row, now)).toList()));
    }

    Future<ListMonitors.Monitors> monitors(ListMonitors question) {
        var account = question.account();
        var monitor = question.monitor();
        return pool.preparedQuery(Sql.MONITORS)
                .execute(Tuple.tuple()
                        .addValue(question.tenant().uuid())
                        .addValue(account == null ? null : account.uuid())
                        .addValue(monitor == null ? null : monitor.uuid()))
                .map(rows -> new ListMonitors.Monitors(
                        rows.stream().map(LimitQueries::monitor).toList()));
    }

    private static Limit limit(Row row, Instant now) {
        var window = LimitWindow.valueOf(row.getString("time_window"));
        return new Limit(
                row.getUUID("subject"),
                Currency.of(row.getString("currency")),
                window,
                row.getLong("max_amount"),
                row.getLong("max_count"),
                row.getLong("amount"),
                row.getLong("count"),
                window.end(now));
    }

    private static ListMonitors.Monitor monitor(Row row) {
        var crossedAt = row.getOffsetDateTime("last_crossed_at");
        return new ListMonitors.Monitor(
                new BalanceMonitor(
                        new MonitorId(row.getUUID("id")),
                        new TenantId(row.getUUID("tenant_id")),
                        new AccountId(row.getUUID("account_id")),
                        BalanceMonitor.Field.valueOf(row.getString("field")),
                        BalanceMonitor.Condition.valueOf(row.getString("condition")),
                        row.getLong("amount"),
                        true,
                        row.getOffsetDateTime("created_at").toInstant()),
                row.getLong("crossings"),
                crossedAt == null ? null : crossedAt.toInstant());
    }

    interface Sql {
        String LIMITS = """
                select rule.subject, rule.currency, rule.time_window, rule.max_amount, rule.max_count,
                    coalesce(used.amount, 0) as amount, coalesce(used.count, 0) as count
                from limit_rule rule
                left join limit_usage used on rule.time_window <> 'TRANSACTION'
                    and used.subject = rule.subject and used.currency = rule.currency
                    and used.time_window = rule.time_window
                    and used.starts_at = case rule.time_window
                        when 'TRANSACTION' then null else window_start(rule.time_window, $3) end
                where rule.tenant_id = $1 and rule.subject = any ($2::uuid[])
                order by rule.subject, rule.currency, rule.time_window
                """;

        String MONITORS = """
                select id, tenant_id, account_id, field, condition, amount, crossings, last_crossed_at, created_at
                from monitor
                where tenant_id = $1
                    and active
                    and (account_id = $2 or ($2::uuid is null and id = $3))
                order by created_at, id
                """;
    }
}
