package finance.flowlet.initiation;

import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.initiation.CatchUp;
import finance.flowlet.contract.initiation.FindSchedules;
import finance.flowlet.contract.initiation.Recurrence;
import finance.flowlet.contract.initiation.ScheduleStatus;
import finance.flowlet.contract.initiation.ScheduleView;
import finance.flowlet.id.Id;
import finance.flowlet.id.ScheduleId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import finance.flowlet.platform.AwaitedSql;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The scheduled payments, as clients order, read and change them.
final class ScheduleStore {
    private final AwaitedSql statements;

    ScheduleStore(AwaitedSql statements) {
        this.statements = statements;
    }

    /// Stores an order, unless there is one of this id.
    boolean insert(Caller caller, ScheduleView order) {
        var recurrence = order.recurrence();
        return statements
                        .run(
                                Sql.INSERT,
                                caller.tenant().uuid(),
                                order.id().uuid(),
                                uuid(caller.onlyOwner()),
                                caller.actor(),
                                caller.requestId(),
                                order.from().uuid(),
                                order.to().uuid(),
                                order.money().minorUnits(),
                                order.money().currency().code(),
                                order.description(),
                                TimeRows.of(order.startAt()),
                                recurrence == null ? null : text(recurrence.frequency()),
                                recurrence == null ? null : recurrence.interval(),
                                recurrence == null ? null : TimeRows.ofNullable(recurrence.until()),
                                recurrence == null ? null : recurrence.count(),
                                recurrence == null ? null : recurrence.zone(),
                                text(order.catchUp()),
                                TimeRows.of(order.createdAt()))
                        .rowCount()
                > 0;
    }

    List<ScheduleView> find(FindSchedules query) {
        var status = query.status();
        return statements
                .run(
                        Sql.PAGE,
                        query.caller().tenant().uuid(),
                        uuid(query.caller().onlyOwner()),
                        uuid(query.id()),
                        status == null ? null : text(status),
                        uuid(query.after()),
                        query.limit(),
                        query.offset())
                .stream()
                .map(ScheduleStore::view)
                .toList();
    }

    /// The order, if the caller may see it; nobody changes it before the transaction ends.
    Optional<ScheduleView> lock(Caller caller, ScheduleId id) {
        return statements.one(
                ScheduleStore::view, Sql.LOCK, caller.tenant().uuid(), uuid(caller.onlyOwner()), id.uuid());
    }

    /// Gives a locked order another status, as its next version. One that becomes active again has missed
    /// what was due before `now`.
    ScheduleView change(Caller caller, ScheduleView order, ScheduleStatus status, Instant now) {
        return statements
                .one(
                        ScheduleStore::view,
                        Sql.CHANGE,
                        caller.tenant().uuid(),
                        order.id().uuid(),
                        text(status),
                        TimeRows.of(now))
                .orElseThrow();
    }

    static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable UUID uuid(@Nullable Id id) {
        return id == null ? null : id.uuid();
    }

    static ScheduleView view(Row row) {
        return new ScheduleView(
                new ScheduleId(row.getUUID("id")),
                new WalletId(row.getUUID("from_wallet")),
                new WalletId(row.getUUID("to_wallet")),
                new Money(row.getLong("amount"), Currency.of(row.getString("currency"))),
                row.getString("description"),
                TimeRows.read(row, "start_at"),
                recurrence(row),
                CatchUp.valueOf(row.getString("catch_up").toUpperCase(Locale.ROOT)),
                ScheduleStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getString("reason"),
                row.getLong("next_run"),
                TimeRows.readNullable(row, "next_at"),
                row.getLong("version"),
                TimeRows.read(row, "created_at"));
    }

    private static @Nullable Recurrence recurrence(Row row) {
        var frequency = row.getString("frequency");
        return frequency == null
                ? null
                : new Recurrence(
                        Recurrence.Frequency.valueOf(frequency.toUpperCase(Locale.ROOT)),
                        row.getInteger("every"),
                        TimeRows.readNullable(row, "until_at"),
                        row.getInteger("run_count"),
                        row.getString("time_zone"));
    }

    /// The statements, each checked by a test.
    interface Sql {
        String COLUMNS = """
                    id, from_wallet, to_wallet, amount, currency, description, start_at, frequency, every, until_at,
                    run_count, time_zone, catch_up, status, reason, next_run, next_at, version, created_at
                """;

        String INSERT = """
                insert into schedule (
                    tenant_id, id, owner_id, actor, request_id, from_wallet, to_wallet, amount, currency, description,
                    start_at, frequency, every, until_at, run_count, time_zone, catch_up, status, next_run, next_at,
                    free_at, version, created_at)
                values (
                    $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 'active', 1, $11,
                    $11, 1, $18)
                on conflict (tenant_id, id) do nothing""";

        /// A filter that is not set is null and does not restrict.
        String PAGE = "select\n" + COLUMNS + """
                from schedule
                where tenant_id = $1
                  and ($2::uuid is null or owner_id = $2)
                  and ($3::uuid is null or id = $3)
                  and ($4::text is null or status = $4)
                  and ($5::uuid is null or (created_at, id) < (
                    select last.created_at, last.id from schedule last where last.tenant_id = $1 and last.id = $5))
                order by created_at desc, id desc
                limit $6 offset $7""";

        String LOCK = "select\n" + COLUMNS + """
                from schedule
                where tenant_id = $1 and ($2::uuid is null or owner_id = $2) and id = $3
                for update""";

        String CHANGE = """
                update schedule
                set status = $3,
                    resumed_at = case when $3 = 'active' then $4 else resumed_at end,
                    free_at = case when $3 = 'active' then next_at else free_at end,
                    reason = null,
                    declines_in_a_row = 0,
                    version = version + 1
                where tenant_id = $1 and id = $2
                returning
                """ + COLUMNS;
    }
}
