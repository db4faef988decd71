package finance.flowlet.ledger;

import static finance.flowlet.ledger.Rows.column;
import static finance.flowlet.ledger.Rows.utc;
import static java.util.stream.Collectors.groupingBy;

import finance.flowlet.contract.ledger.Post.Key;
import finance.flowlet.contract.ledger.Post.Reply;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.TenantId;
import finance.flowlet.ledger.Locked.Answered;
import finance.flowlet.ledger.Locked.KeyName;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.UUID;
import java.util.function.Function;

/// The first round trip of a batch: begins the transaction, locks the keys and what the commands name
/// and reads it. All statements are sent at once; PostgreSQL runs them in order.
final class LockedReader {
    private static final Future<List<Row>> NONE = Future.succeededFuture(List.of());
    static final String BEGIN = "begin isolation level read committed";
    private final SqlConnection connection;
    private final String begin;
    private final List<Future<?>> sent = new ArrayList<>();

    LockedReader(SqlConnection connection) {
        this(connection, BEGIN);
    }

    private LockedReader(SqlConnection connection, String begin) {
        this.connection = connection;
        this.begin = begin;
    }

    /// A reader that gives up on a lock after `lockTimeoutMillis`, whatever the session allows.
    static LockedReader impatient(SqlConnection connection, int lockTimeoutMillis) {
        return new LockedReader(connection, BEGIN + "; set local lock_timeout = " + lockTimeoutMillis);
    }

    /// Locks and reads. Fails with the first error of any statement, after every statement has answered.
    Future<Locked> lock(Named named, Instant at) {
        sent.add(connection.query(begin).execute());
        lockKeys(named.keys());
        var accountIds = named.accounts().toArray(UUID[]::new);
        var holdIds = named.holds().toArray(UUID[]::new);
        var accounts = send(LedgerSql.LOCK_ACCOUNTS, ids(accountIds, holdIds));
        var guards = named.guards().isEmpty() ? NONE : lockGuards(named.guards());
        send(LedgerSql.CREATE_USAGES, ids(accountIds, holdIds).addValue(utc(at)));
        var usages = send(LedgerSql.LOCK_USAGES, ids(accountIds, holdIds).addValue(utc(at)));
        var closings = named.tenants().isEmpty() ? NONE : lockClosings(named.tenants());
        var answers = send(LedgerSql.READ_ANSWERS, keys(named.keys()));
        var holds = send(LedgerSql.READ_HOLDS, ids(holdIds, accountIds).addValue(utc(at)));
        var rules = send(LedgerSql.READ_RULES, ids(accountIds, holdIds));
        var monitors = send(LedgerSql.READ_MONITORS, ids(accountIds, holdIds));
        return Future.join(sent).map(_ -> {
            var locked = index(accounts.result(), Rows::account, Account::id);
            return new Locked(
                    locked,
                    holdsOf(locked, holds.result()),
                    index(guards.result(), Rows::guard, Guard::id),
                    answers(answers.result()),
                    rules.result().stream().map(Rows::rule).collect(groupingBy(LimitRule::subject)),
                    index(usages.result(), Rows::usage, Usage::key),
                    monitors.result().stream().map(Rows::monitor).collect(groupingBy(Monitor::account)),
                    closings(closings.result()),
                    at);
        });
    }

    private Future<? extends Iterable<Row>> lockGuards(SortedMap<UUID, TenantId> named) {
        var ids = named.keySet().toArray(UUID[]::new);
        var tenants = column(named.values(), TenantId::uuid, UUID[]::new);
        send(LedgerSql.CREATE_GUARDS, ids(ids, tenants));
        return send(LedgerSql.LOCK_GUARDS, Tuple.tuple().addValue(ids));
    }

    private Future<? extends Iterable<Row>> lockClosings(SortedSet<UUID> named) {
        var tenants = named.toArray(UUID[]::new);
        send(LedgerSql.CREATE_CLOSINGS, Tuple.tuple().addValue(tenants));
        return send(LedgerSql.LOCK_CLOSINGS, Tuple.tuple().addValue(tenants));
    }

    private static Tuple ids(UUID[] first, UUID[] second) {
        return Tuple.tuple().addValue(first).addValue(second);
    }

    private static Tuple keys(List<Key> keys) {
        return Tuple.tuple()
                .addValue(column(keys, Key::scope, UUID[]::new))
                .addValue(column(keys, Key::text, String[]::new));
    }

    private static Map<TenantId, Instant> closings(Iterable<Row> rows) {
        var closings = new HashMap<TenantId, Instant>();
        for (var row : rows) {
            var before = row.getOffsetDateTime("closed_before");
            if (before != null) {
                closings.put(new TenantId(row.getUUID("tenant_id")), before.toInstant());
            }
        }
        return closings;
    }

    private void lockKeys(List<Key> keys) {
        var locks = keys.stream()
                .map(KeyName::of)
                .mapToLong(KeyName::lock)
                .sorted()
                .distinct()
                .boxed();
        send(LedgerSql.LOCK_KEYS, Tuple.tuple().addValue(locks.toArray(Long[]::new)));
    }

    private Future<RowSet<Row>> send(String sql, Tuple parameters) {
        var answer = connection.preparedQuery(sql).execute(parameters);
        sent.add(answer);
        return answer;
    }

    /// A hold that came into being while we waited for a lock is read, but its account is not locked: to this batch
    /// it does not exist. A command that places it again is refused by the database, and the batch is tried again.
    private static Map<HoldId, Hold> holdsOf(Map<AccountId, Account> accounts, RowSet<Row> rows) {
        var holds = index(rows, Rows::hold, Hold::id);
        holds.values().removeIf(hold -> !accounts.containsKey(hold.account()));
        return holds;
    }

    private static <K, V> Map<K, V> index(Iterable<Row> rows, Function<Row, V> read, Function<V, K> key) {
        var index = new HashMap<K, V>();
        for (var row : rows) {
            var value = read.apply(row);
            index.put(key.apply(value), value);
        }
        return index;
    }

    private static Map<KeyName, Answered> answers(RowSet<Row> rows) {
        var answers = new HashMap<KeyName, Answered>();
        for (var row : rows) {
            answers.put(
                    new KeyName(row.getUUID("scope"), row.getString("key")),
                    new Answered(
                            row.getString("fingerprint"), new Reply(row.getInteger("status"), row.getString("body"))));
        }
        return answers;
    }
}
