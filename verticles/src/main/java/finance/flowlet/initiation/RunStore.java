package finance.flowlet.initiation;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.initiation.FindRuns;
import finance.flowlet.contract.initiation.RunStatus;
import finance.flowlet.contract.initiation.RunView;
import finance.flowlet.contract.initiation.ScheduleView;
import finance.flowlet.id.PaymentId;
import finance.flowlet.platform.AwaitedSql;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The runs of scheduled payments: one process works on an order at a time, and what it does is written
/// down before and after.
final class RunStore {
    private final AwaitedSql statements;

    RunStore(AwaitedSql statements) {
        this.statements = statements;
    }

    /// An order that this process may work on until its lease ends. `runOpen`: its next run was begun
    /// before.
    record Claimed(
            Caller caller,
            ScheduleView order,
            boolean runOpen,
            @Nullable Instant resumedAt,
            int declinesInARow,
            int attempts) {
        /// The same claim on an order whose run was begun since.
        Claimed with(ScheduleView begun) {
            return new Claimed(caller, begun, true, resumedAt, declinesInARow, attempts);
        }
    }

    /// The next order that something is due of and that nobody works on, for this process until `until`.
    Optional<Claimed> claim(Instant now, Instant until) {
        return statements.one(
                row -> new Claimed(
                        CallerRows.read(row),
                        ScheduleStore.view(row),
                        row.getBoolean("run_open"),
                        TimeRows.readNullable(row, "resumed_at"),
                        row.getInteger("declines_in_a_row"),
                        row.getInteger("attempts")),
                Sql.CLAIM,
                TimeRows.of(now),
                TimeRows.of(until));
    }

    /// Writes down what the agenda says, before any of it is done; false when the order was changed
    /// meanwhile.
    boolean begin(Claimed claimed, Agenda agenda, Instant now, Instant until) {
        var order = claimed.order();
        var run = agenda.run();
        var next = run == null ? order.nextRun() + agenda.skipped().size() : run.number();
        var nextAt = order.dueAt(next);
        return statements.together(transaction -> {
            var updated = transaction.run(
                    Sql.BEGIN,
                    claimed.caller().tenant().uuid(),
                    order.id().uuid(),
                    order.version(),
                    next,
                    TimeRows.ofNullable(nextAt),
                    run != null,
                    run != null || nextAt == null ? TimeRows.of(until) : TimeRows.of(nextAt));
            if (updated.rowCount() == 0) {
                return false;
            }
            transaction.run(
                    Sql.INSERT_RUNS,
                    claimed.caller().tenant().uuid(),
                    order.id().uuid(),
                    Wire.text(RunRow.All.of(agenda)),
                    TimeRows.of(now));
            return true;
        });
    }

    /// Writes down what came of the open run, and what is next. `pause` says that this was one decline too
    /// many.
    void finish(Claimed claimed, PaymentOutcome outcome, int declinesInARow, boolean pause) {
        var order = claimed.order();
        var payment = outcome.payment();
        var next = order.dueAt(order.nextRun() + 1);
        statements.together(transaction -> {
            var finished = transaction.run(
                    Sql.FINISH_RUN,
                    claimed.caller().tenant().uuid(),
                    order.id().uuid(),
                    order.nextRun(),
                    ScheduleStore.text(outcome.status()),
                    payment == null ? null : payment.uuid(),
                    outcome.code());
            // Another process may have been told the same, and have written it down first.
            return finished.rowCount() == 0
                    ? finished
                    : transaction.run(
                            Sql.FINISH,
                            claimed.caller().tenant().uuid(),
                            order.id().uuid(),
                            order.nextRun() + 1,
                            TimeRows.ofNullable(next),
                            declinesInARow,
                            pause);
        });
    }

    /// Lets others work on it from `at`, after a try that decided nothing.
    void release(Claimed claimed, int attempts, Instant at) {
        statements.run(
                Sql.RELEASE,
                claimed.caller().tenant().uuid(),
                claimed.order().id().uuid(),
                attempts,
                TimeRows.of(at));
    }

    List<RunView> find(FindRuns query) {
        return statements
                .run(
                        Sql.PAGE,
                        query.tenant().uuid(),
                        query.schedule().uuid(),
                        query.after(),
                        query.limit(),
                        query.offset())
                .stream()
                .map(RunStore::view)
                .toList();
    }

    private static RunView view(Row row) {
        var payment = row.getUUID("payment_id");
        return new RunView(
                row.getLong("number"),
                TimeRows.read(row, "due_at"),
                TimeRows.read(row, "started_at"),
                RunStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                payment == null ? null : new PaymentId(payment),
                row.getString("code"));
    }

    /// The statements, each checked by a test.
    interface Sql {
        String CLAIM = """
                update schedule
                set free_at = $2
                where (tenant_id, id) = (
                    select tenant_id, id
                    from schedule
                    where (run_open or status = 'active') and free_at <= $1
                    order by free_at
                    limit 1
                    for update skip locked)
                returning
                    tenant_id, owner_id, actor, request_id, run_open, resumed_at, declines_in_a_row, attempts, id,
                    from_wallet, to_wallet, amount, currency, description, start_at, frequency, every, until_at,
                    run_count, time_zone, catch_up, status, reason, next_run, next_at, version, created_at""";

        String BEGIN = """
                update schedule
                set next_run = $4,
                    next_at = $5,
                    run_open = $6,
                    free_at = $7,
                    status = case when $5::timestamptz is null then 'completed' else status end,
                    version = version + 1
                where tenant_id = $1 and id = $2 and version = $3 and status = 'active' and not run_open""";

        String INSERT_RUNS = """
                insert into schedule_run (tenant_id, schedule_id, number, due_at, started_at, status)
                select $1, $2, r.number, r.due_at, $4, r.status
                from jsonb_to_recordset($3::text::jsonb) as r (number bigint, due_at timestamptz, status text)""";

        String FINISH_RUN = """
                update schedule_run
                set status = $4, payment_id = $5, code = $6
                where tenant_id = $1 and schedule_id = $2 and number = $3 and status = 'pending'""";

        /// The order may have been paused or canceled while its run was open.
        String FINISH = """
                update schedule
                set run_open = false,
                    next_run = $3,
                    next_at = $4,
                    free_at = coalesce($4, free_at),
                    declines_in_a_row = $5,
                    attempts = 0,
                    status = case
                        when status = 'canceled' then status
                        when $4::timestamptz is null then 'completed'
                        when status = 'active' and $6 then 'paused'
                        else status
                    end,
                    reason = case
                        when status = 'active' and $6 and $4::timestamptz is not null then 'consecutive_declines'
                        else reason
                    end,
                    version = version + 1
                where tenant_id = $1 and id = $2 and run_open""";

        String RELEASE = """
                update schedule
                set attempts = $3, free_at = $4
                where tenant_id = $1 and id = $2 and run_open""";

        String PAGE = """
                select number, due_at, started_at, status, payment_id, code
                from schedule_run
                where tenant_id = $1
                  and schedule_id = $2
                  and ($3::bigint is null or number < $3)
                order by number desc
                limit $4 offset $5""";
    }
}
