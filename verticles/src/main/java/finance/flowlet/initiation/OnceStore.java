package finance.flowlet.initiation;

import finance.flowlet.bus.Fault;
import finance.flowlet.contract.initiation.InitiationReply;
import finance.flowlet.contract.initiation.InitiationReply.Answered;
import finance.flowlet.contract.initiation.InitiationReply.Refused;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.Reply;
import finance.flowlet.platform.AwaitedSql;
import finance.flowlet.problem.Code;
import java.time.Clock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Does what a client asked for once per idempotency key: the record of the key commits with the effect. A
/// definite outcome (2xx, 409) is kept with it; a refusal of what was asked keeps nothing.
final class OnceStore {
    private static final int CONFLICT = 409;
    private final AwaitedSql statements;
    private final Clock clock;

    OnceStore(AwaitedSql statements, Clock clock) {
        this.statements = statements;
        this.clock = clock;
    }

    /// Runs `work` in one transaction, unless `key` was used before. Of two at once the second waits for
    /// the first.
    InitiationReply run(Post.@Nullable Key key, Function<AwaitedSql, Reply> work) {
        return key == null
                ? new Answered(statements.together(work), false)
                : statements.together(transaction -> under(key, transaction, work));
    }

    private InitiationReply under(Post.Key key, AwaitedSql transaction, Function<AwaitedSql, Reply> work) {
        var now = TimeRows.of(clock.instant());
        var claimed = transaction.run(Sql.CLAIM, key.scope(), key.text(), key.fingerprint(), now);
        if (claimed.rowCount() == 0) {
            return before(key, transaction);
        }
        var reply = work.apply(transaction);
        if (reply.status() < 300 || reply.status() == CONFLICT) {
            transaction.run(Sql.ANSWER, key.scope(), key.text(), (short) reply.status(), reply.body());
        } else {
            transaction.run(Sql.FORGET, key.scope(), key.text());
        }
        return new Answered(reply, false);
    }

    private static InitiationReply before(Post.Key key, AwaitedSql transaction) {
        var found = transaction.<InitiationReply>one(
                row -> row.getString("fingerprint").equals(key.fingerprint())
                        ? new Answered(new Reply(row.getShort("status"), row.getString("body")), true)
                        : new Refused(Code.IDEMPOTENCY_KEY_REUSED),
                Sql.BEFORE,
                key.scope(),
                key.text());
        // The record was in the way a moment ago; whoever held it has let go.
        return found.orElseThrow(() -> new Fault(Code.IDEMPOTENCY_IN_PROGRESS));
    }

    /// The statements, each checked by a test.
    interface Sql {
        /// Waits for a transaction that is using the same key at this moment.
        String CLAIM = """
                insert into idempotency (scope, key, fingerprint, status, body, created_at)
                values ($1, $2, $3, 0, '', $4)
                on conflict (scope, key) do nothing""";

        String ANSWER = """
                update idempotency
                set status = $3, body = $4
                where scope = $1 and key = $2""";

        String FORGET = """
                delete from idempotency
                where scope = $1 and key = $2""";

        String BEFORE = """
                select fingerprint, status, body
                from idempotency
                where scope = $1 and key = $2""";
    }
}
