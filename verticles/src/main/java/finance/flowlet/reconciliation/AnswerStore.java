package finance.flowlet.reconciliation;

import finance.flowlet.bus.Fault;
import finance.flowlet.bus.Wire;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.reconciliation.Reconcile;
import finance.flowlet.contract.reconciliation.Reconcile.Answered;
import finance.flowlet.contract.reconciliation.Reconcile.Outcome;
import finance.flowlet.contract.reconciliation.Reconcile.Refused;
import finance.flowlet.platform.AwaitedSql;
import finance.flowlet.problem.Code;
import finance.flowlet.problem.Problem;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was answered under idempotency keys. The record of a key commits with the effect, and never
/// expires.
final class AnswerStore {
    private final AwaitedSql sql;
    private final Clock clock;

    AnswerStore(AwaitedSql sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /// What to answer when the key was used before.
    Optional<Outcome> before(Post.@Nullable Key key) {
        return key == null
                ? Optional.empty()
                : sql.one(
                        row -> row.getString("fingerprint").equals(key.fingerprint())
                                ? new Answered(new Post.Reply(row.getShort("status"), row.getString("body")), true)
                                : new Refused(Code.IDEMPOTENCY_KEY_REUSED, null),
                        Sql.BEFORE,
                        key.scope(),
                        key.text());
    }

    /// Keeps `reply` under the key, in the transaction of its effect. Where another request took the key
    /// meanwhile the effect must not stay: the fault undoes the transaction, and asking again gives that
    /// other answer.
    Answered keep(Post.@Nullable Key key, Post.Reply reply) {
        if (key != null) {
            var kept = sql.run(
                    Sql.KEEP,
                    key.scope(),
                    key.text(),
                    key.fingerprint(),
                    (short) reply.status(),
                    reply.body(),
                    Times.of(clock.instant()));
            if (kept.rowCount() == 0) {
                throw new Fault(Code.IDEMPOTENCY_IN_PROGRESS);
            }
        }
        return new Answered(reply, false);
    }

    /// Refuses on the state of things, which is kept like any other outcome.
    Answered conflict(Post.@Nullable Key key, Code code, String requestId) {
        return keep(key, new Post.Reply(code.status(), Wire.text(Problem.of(code, requestId))));
    }

    /// Refuses what was asked, which keeps nothing.
    static Outcome refused(Code code, @Nullable String pointer) {
        return new Reconcile.Refused(code, pointer);
    }

    /// The statements, each checked by a test.
    interface Sql {
        String BEFORE = """
                select fingerprint, status, body
                from answer
                where scope = $1 and key = $2
                """;

        /// Waits for a transaction that is using the same key at this moment.
        String KEEP = """
                insert into answer (scope, key, fingerprint, status, body, created_at)
                values ($1, $2, $3, $4, $5, $6)
                on conflict (scope, key) do nothing
                """;
    }
}
