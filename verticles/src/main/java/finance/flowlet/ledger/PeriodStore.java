package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.ListPeriods;
import finance.flowlet.contract.ledger.ListPeriods.Period;
import finance.flowlet.id.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The closed periods, and what accounts stood at when they ended.
final class PeriodStore {
    /// One account may have millions of postings in its first period.
    private static final String COUNT_TIMEOUT = "10min";

    private final Pool pool;

    PeriodStore(Pool pool) {
        this.pool = pool;
    }

    /// How many periods a tenant has closed, and where the last of them ends.
    record Closed(long periods, @Nullable Instant until) {}

    /// A period without its balances.
    record Uncounted(TenantId tenant, Instant endsAt) {}

    Future<Closed> closed(TenantId tenant) {
        return pool.preparedQuery(Sql.CLOSED).execute(Tuple.of(tenant.uuid())).map(rows -> {
            var row = rows.iterator().next();
            return new Closed(row.getLong("periods"), time(row, "until"));
        });
    }

    /// The closed period that a month ending at `endsAt` is part of.
    Future<Optional<Period>> covering(TenantId tenant, Instant endsAt) {
        return pool.preparedQuery(Sql.COVERING)
                .execute(Tuple.of(tenant.uuid(), Rows.utc(endsAt)))
                .map(rows -> rows.stream().findFirst().map(PeriodStore::period));
    }

    Future<ListPeriods.Periods> list(ListPeriods question) {
        var after = question.after();
        return pool.preparedQuery(Sql.LIST)
                .execute(Tuple.tuple()
                        .addValue(question.tenant().uuid())
                        .addValue(after == null ? null : Rows.utc(after))
                        .addValue(question.limit())
                        .addValue(question.offset()))
                .map(rows -> new ListPeriods.Periods(
                        rows.stream().map(PeriodStore::period).toList()));
    }

    /// Periods that were closed at `before` or earlier and are not counted, oldest first within a tenant.
    Future<List<Uncounted>> uncounted(Instant before, int limit) {
        return pool.preparedQuery(Sql.UNCOUNTED)
                .execute(Tuple.of(Rows.utc(before), limit))
                .map(rows -> rows.stream()
                        .map(row -> new Uncounted(
                                new TenantId(row.getUUID("tenant_id")),
                                row.getOffsetDateTime("ends_at").toInstant()))
                        .toList());
    }

    /// Writes the balances of the `limit` accounts behind the code `after`; answers with the last code, if
    /// any.
    Future<Optional<String>> count(Uncounted period, String after, int limit) {
        var parameters = Tuple.of(period.tenant().uuid(), Rows.utc(period.endsAt()), after, limit);
        return pool.withTransaction(connection -> connection
                        .query("set local statement_timeout = '" + COUNT_TIMEOUT + "'")
                        .execute()
                        .compose(_ -> connection.preparedQuery(Sql.COUNT).execute(parameters)))
                .map(rows -> Objects.requireNonNull(rows).iterator().next().getString("last"))
                .map(Optional::ofNullable);
    }

    Future<Void> counted(Uncounted period, Instant at) {
        return pool.preparedQuery(Sql.COUNTED)
                .execute(Tuple.of(period.tenant().uuid(), Rows.utc(period.endsAt()), Rows.utc(at)))
                .mapEmpty();
    }

    private static Period period(Row row) {
        return new Period(
                time(row, "starts_at"),
                row.getOffsetDateTime("ends_at").toInstant(),
                row.getOffsetDateTime("closed_at").toInstant(),
                row.getString("closed_by"));
    }

    private static @Nullable Instant time(Row row, String column) {
        var time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    interface Sql {
        String CLOSED = """
                select count(*) as periods, max(ends_at) as until from period where tenant_id = $1""";

        String COVERING = """
                select starts_at, ends_at, closed_at, closed_by from period
                where tenant_id = $1 and ends_at >= $2 order by ends_at limit 1""";

        String LIST = """
                select starts_at, ends_at, closed_at, closed_by from period
                where tenant_id = $1 and ($2::timestamptz is null or ends_at < $2)
                order by ends_at desc limit $3 offset $4""";

        String UNCOUNTED = """
                select tenant_id, ends_at from period
                where counted_at is null and closed_at <= $1 order by tenant_id, ends_at limit $2""";

        /// Whoever counts a period a second time finds the same, so two may count at once.
        String COUNT = """
                with page as (
                    select id, code, version from account where tenant_id = $1 and code > $3 order by code limit $4),
                written as (
                    insert into period_balance (account_id, ends_at, tenant_id, debits, credits, postings, next_version)
                    select page.id, $2, $1, coalesce(closed.debits, 0) + since.debits,
                        coalesce(closed.credits, 0) + since.credits, coalesce(closed.postings, 0) + since.postings,
                        coalesce(since.next_version, page.version + 1)
                    from page
                    left join lateral (
                        select b.ends_at, b.debits, b.credits, b.postings, b.next_version
                        from period_balance b
                        where b.account_id = page.id and b.ends_at < $2
                        order by b.ends_at desc limit 1) closed on true
                    cross join lateral (
                        select count(*) filter (where p.within) as postings,
                            coalesce(sum(p.amount) filter (where p.within and p.direction = -1), 0) as debits,
                            coalesce(sum(p.amount) filter (where p.within and p.direction = 1), 0) as credits,
                            min(p.account_version) filter (where not p.within) as next_version
                        from (
                            select posting.account_version, posting.direction, posting.amount,
                                entry.effective_at < $2 as within
                            from posting join entry on entry.id = posting.entry_id
                            where posting.account_id = page.id
                                and posting.account_version >= coalesce(closed.next_version, 1)
                                and entry.effective_at >= coalesce(closed.ends_at, '-infinity')) p) since
                    where coalesce(closed.postings, 0) + since.postings > 0
                    on conflict do nothing)
                select max(code) as last from page""";

        String COUNTED = """
                update period set counted_at = $3 where tenant_id = $1 and ends_at = $2 and counted_at is null""";
    }
}
