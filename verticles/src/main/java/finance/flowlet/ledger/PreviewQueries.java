package finance.flowlet.ledger;

import finance.flowlet.bus.Fault;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Preview;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Judges commands as a writer would, on the same locked rows and by the same kernel, and rolls back.
final class PreviewQueries {
    private final Platform platform;
    private final Pool pool;

    PreviewQueries(Platform platform, Pool pool) {
        this.platform = platform;
        this.pool = pool;
    }

    Future<Post.Outcome> preview(Preview question) {
        if (WellFormed.problem(question.command()).isPresent()) {
            return Future.failedFuture(new Fault(Code.INTERNAL_ERROR));
        }
        var commands = List.of(question.command());
        var now = platform.clock().instant().truncatedTo(ChronoUnit.MICROS);
        return pool.getConnection()
                .compose(connection -> judge(connection, commands, now)
                        .eventually(() -> connection.query("rollback").execute())
                        .eventually(connection::close));
    }

    private Future<Post.Outcome> judge(SqlConnection connection, List<Post> commands, Instant now) {
        return new LockedReader(connection)
                .lock(Named.by(commands, now), now)
                .timeout(2L * platform.config().database().statementTimeoutMillis(), TimeUnit.MILLISECONDS)
                .map(locked -> Ledger.decide(locked, commands, locked.notBefore(now), DeclineProblem::of)
                        .outcomes()
                        .getFirst());
    }
}
