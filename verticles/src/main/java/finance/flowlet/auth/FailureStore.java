package finance.flowlet.auth;

import finance.flowlet.platform.AwaitedSql;
import finance.flowlet.platform.FlowletConfig.Auth.Lockout;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;

/// Counts failed logins, per account and per source, in the database: nothing that may be flushed or
/// restarted forgets them.
///
/// A lock has one end, which further tries do not move, so that nobody can be kept out for ever by trying.
/// Rows are locked in the order account, source.
final class FailureStore {
    private final AwaitedSql statements;
    private final Lockout limits;

    FailureStore(AwaitedSql statements, Lockout limits) {
        this.statements = statements;
        this.limits = limits;
    }

    /// The statements, each checked by a test.
    interface Sql {
        String LOCKED_UNTIL = """
                select max(locked_until) as locked_until
                from login_failure
                where ((kind = 'account' and subject = $1) or (kind = 'source' and subject = $2))
                  and locked_until > $3""";

        /// $3 now, $4 the end of a window that starts now, $5 the end of a lock that starts now, $6 and $7
        /// the numbers of failures that lock. A row whose window (or lock) is over starts again.
        String COUNT = """
                with counted as (
                    insert into login_failure as known (kind, subject, failures, window_ends_at, locked_until)
                    select kind, subject, 1, $4, case when ceiling <= 1 then $5::timestamptz end
                    from (values ('account', $1::bytea, $6::integer), ('source', $2::bytea, $7::integer))
                        as tried (kind, subject, ceiling)
                    on conflict (kind, subject) do update
                    set failures = case
                            when coalesce(known.locked_until, known.window_ends_at) <= $3 then 1
                            else known.failures + 1
                        end,
                        window_ends_at = case
                            when coalesce(known.locked_until, known.window_ends_at) <= $3 then excluded.window_ends_at
                            else known.window_ends_at
                        end,
                        locked_until = case
                            when coalesce(known.locked_until, known.window_ends_at) <= $3 then excluded.locked_until
                            when known.locked_until is not null then known.locked_until
                            when known.failures + 1 >= case known.kind when 'account' then $6 else $7 end then $5
                        end
                    returning kind, failures, locked_until
                )
                select max(locked_until) as locked_until,
                       bool_or(failures > case kind when 'account' then $6 else $7 end) as refused,
                       bool_or(failures = case kind when 'account' then $6 else $7 end) as locks
                from counted""";

        String FORGIVE = """
                delete from login_failure
                where kind = 'account' and subject = $1""";

        String FORGET = """
                delete from login_failure
                where coalesce(locked_until, window_ends_at) < $1""";
    }

    /// Whom a login is counted for, hashed.
    record Subjects(Buffer account, Buffer source) {}

    /// After a failure was counted: `lockedUntil` is set when there is a lock; `refused` says that it was
    /// there before this failure, `locks` that this failure placed it.
    record Count(Optional<OffsetDateTime> lockedUntil, boolean refused, boolean locks) {}

    /// When the lock that holds at `now` ends, if there is one.
    Optional<OffsetDateTime> lockedUntil(Subjects subjects, OffsetDateTime now) {
        return end(statements
                .run(Sql.LOCKED_UNTIL, subjects.account(), subjects.source(), now)
                .iterator()
                .next());
    }

    /// Counts one failure of the account and one from the source.
    Count count(Subjects subjects, OffsetDateTime now) {
        var row = statements
                .run(
                        Sql.COUNT,
                        subjects.account(),
                        subjects.source(),
                        now,
                        now.plus(Duration.ofSeconds(limits.windowSeconds())),
                        now.plus(Duration.ofSeconds(limits.lockSeconds())),
                        limits.maxFailures(),
                        limits.maxFailuresPerSource())
                .iterator()
                .next();
        return new Count(end(row), row.getBoolean("refused"), row.getBoolean("locks"));
    }

    /// Forgets the failures of an account, and its lock.
    void forgive(Subjects subjects) {
        statements.run(Sql.FORGIVE, subjects.account());
    }

    /// Forgets what does not count any more.
    void forget(OffsetDateTime now) {
        statements.run(Sql.FORGET, now);
    }

    private static Optional<OffsetDateTime> end(Row row) {
        return Optional.ofNullable(row.getOffsetDateTime("locked_until"));
    }
}
