package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.CheckIntegrity.Finding;
import finance.flowlet.contract.ledger.CheckIntegrity.Report;
import finance.flowlet.id.TenantId;
import finance.flowlet.proof.VerifierKey;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Proves the books from their rows, in one snapshot. One check runs at a time; whoever asks meanwhile gets
/// its answer. A check that took longer than anybody waits for an answer is kept for a minute: it is for
/// those who were told to come back.
final class IntegrityCheck {
    static final Duration KEPT = Duration.ofMinutes(1);
    private static final int MAX_FINDINGS = 100;
    private static final int MAX_MILLIS = 600_000;
    private static final Map<String, String> CHECKS = checks();
    private final Pool pool;
    private final Clock clock;
    private final TrustedKeyReader keys;
    private final Duration patience;
    private @Nullable Future<Checked> latest;

    /// @param patience how long who asks waits
    IntegrityCheck(Pool pool, Clock clock, TrustedKeyReader keys, Duration patience) {
        this.pool = pool;
        this.keys = keys;
        this.clock = clock;
        this.patience = patience;
    }

    /// What one check found, and what it counted for each tenant.
    private record Checked(Instant startedAt, Instant endedAt, List<Finding> findings, Map<UUID, Counts> counts) {
        Duration took() {
            return Duration.between(startedAt, endedAt);
        }
    }

    private record Counts(long accounts, long entries, long postings, long batches) {
        static final Counts NOTHING = new Counts(0, 0, 0, 0);
    }

    /// Checks the books of everybody; tells the counts of `tenant`, because how much others have is not its
    /// business.
    Future<Report> run(TenantId tenant) {
        var known = latest;
        var current = known != null && (!known.isComplete() || isKept(known)) ? known : check();
        latest = current;
        return current.map(checked -> report(checked, tenant));
    }

    private boolean isKept(Future<Checked> known) {
        return known.succeeded()
                && known.result().took().compareTo(patience) > 0
                && clock.instant().isBefore(known.result().endedAt().plus(KEPT));
    }

    private Future<Checked> check() {
        var startedAt = clock.instant();
        return keys.all()
                .compose(trusted -> pool.getConnection()
                        .compose(connection ->
                                check(connection, trusted, startedAt).eventually(connection::close)));
    }

    private Future<Checked> check(SqlConnection connection, Set<VerifierKey> trusted, Instant startedAt) {
        var findings = new ArrayList<Finding>();
        // A large ledger takes longer than any request may; the snapshot keeps writers undisturbed.
        return connection
                .query("begin isolation level repeatable read read only; set local statement_timeout = " + MAX_MILLIS)
                .execute()
                .compose(_ -> inOrder(connection, findings))
                .compose(_ -> new ChainCheck(connection, MAX_FINDINGS, startedAt).run(findings))
                .compose(_ -> new TreeCheck(connection, trusted, MAX_FINDINGS).run(findings))
                .compose(_ -> counts(connection))
                .map(counts -> new Checked(startedAt, clock.instant(), List.copyOf(findings), counts))
                .eventually(() -> connection.query("rollback").execute());
    }

    private static Future<Map<UUID, Counts>> counts(SqlConnection connection) {
        return connection.query(IntegritySql.COUNTS).execute().map(rows -> {
            var counts = new HashMap<UUID, Counts>();
            for (var row : rows) {
                counts.put(
                        row.getUUID("tenant_id"),
                        new Counts(
                                row.getLong("accounts"),
                                row.getLong("entries"),
                                row.getLong("postings"),
                                row.getLong("batches")));
            }
            return counts;
        });
    }

    private static Future<Void> inOrder(SqlConnection connection, List<Finding> findings) {
        var checks = Future.<Void>succeededFuture();
        for (var check : CHECKS.entrySet()) {
            checks = checks.compose(_ -> connection
                    .query(check.getValue() + " limit " + (MAX_FINDINGS + 1))
                    .execute()
                    .map(rows -> {
                        rows.forEach(row -> findings.add(new Finding(check.getKey(), row.getString("subject"))));
                        return null;
                    }));
        }
        return checks;
    }

    private static Report report(Checked checked, TenantId tenant) {
        var findings = checked.findings();
        var counts = checked.counts().getOrDefault(tenant.uuid(), Counts.NOTHING);
        return new Report(
                checked.startedAt(),
                counts.accounts(),
                counts.entries(),
                counts.postings(),
                counts.batches(),
                findings.subList(0, Math.min(MAX_FINDINGS, findings.size())),
                findings.size() > MAX_FINDINGS,
                checked.took().toMillis());
    }

    private static Map<String, String> checks() {
        var checks = new LinkedHashMap<String, String>();
        checks.put("currencies_balance", IntegritySql.CURRENCIES_BALANCE);
        checks.put("entries_balance", IntegritySql.ENTRIES_BALANCE);
        checks.put("entries_have_postings", IntegritySql.ENTRIES_HAVE_POSTINGS);
        checks.put("postings_belong", IntegritySql.POSTINGS_BELONG);
        checks.put("accounts_equal_their_postings", IntegritySql.ACCOUNTS_EQUAL_THEIR_POSTINGS);
        checks.put("running_balances", IntegritySql.RUNNING_BALANCES);
        checks.put("floors_hold", IntegritySql.FLOORS_HOLD);
        checks.put("held_equals_active_holds", IntegritySql.HELD_EQUALS_ACTIVE_HOLDS);
        checks.put("holds_are_within_bounds", IntegritySql.HOLDS_ARE_WITHIN_BOUNDS);
        checks.put("guards_are_within_ceilings", IntegritySql.GUARDS_ARE_WITHIN_CEILINGS);
        checks.put("keys_are_answered", IntegritySql.KEYS_ARE_ANSWERED);
        checks.put("batches_are_gapless", IntegritySql.BATCHES_ARE_GAPLESS);
        checks.put("entries_stand_in_their_batch", IntegritySql.ENTRIES_STAND_IN_THEIR_BATCH);
        checks.put("checkpoints_are_within_the_tree", IntegritySql.CHECKPOINTS_ARE_WITHIN_THE_TREE);
        checks.put("leaves_are_signed", IntegritySql.LEAVES_ARE_SIGNED);
        checks.put("no_subtree_is_too_many", IntegritySql.NO_SUBTREE_IS_TOO_MANY);
        checks.put("closed_periods_keep_their_balances", IntegritySql.CLOSED_PERIODS_KEEP_THEIR_BALANCES);
        checks.put("entries_are_reversed_once", IntegritySql.ENTRIES_ARE_REVERSED_ONCE);
        checks.put("proposals_are_kept", IntegritySql.PROPOSALS_ARE_KEPT);
        checks.put("settings_are_safe", IntegritySql.SETTINGS_ARE_SAFE);
        return checks;
    }
}
