package finance.flowlet.ledger;

import finance.flowlet.bus.Bus;
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
/// Payments go first: few previews run at once, and none waits long for a row that a writer has locked.
final class PreviewQueries {
    private static final int AT_ONCE = 4;
    private static final int LOCK_TIMEOUT_MILLIS = 250;
    private final Platform platform;
    private final Pool pool;
    private int running;

    PreviewQueries(Platform platform, Pool pool) {
        this.platform = platform;
        this.pool = pool;
    }

    Future<Post.Outcome> preview(Preview question) {
        if (WellFormed.problem(question.command()).isPresent()) {
            return Future.failedFuture(new Fault(Code.INTERNAL_ERROR));
        }
        if (running >= AT_ONCE) {
            return Future.failedFuture(new Fault(Code.LEDGER_BUSY));
        }
        running++;
        var commands = List.of(question.command());
        var now = platform.clock().instant().truncatedTo(ChronoUnit.MICROS);
        return pool.getConnection()
                .compose(connection -> judge(connection, commands, now)
                        .eventually(() -> connection.query("rollback").execute())
                        .eventually(connection::close))
                .recover(failure -> Future.failedFuture(fault(failure)))
                .onComplete(_ -> running--);
    }

    private Future<Post.Outcome> judge(SqlConnection connection, List<Post> commands, Instant now) {
        return LockedReader.impatient(connection, LOCK_TIMEOUT_MILLIS)
                .lock(Named.by(commands, now), now)
                .timeout(2L * platform.config().database().statementTimeoutMillis(), TimeUnit.MILLISECONDS)
                .map(locked -> Ledger.decide(locked, commands, locked.notBefore(), DeclineProblem::of)
                        .outcomes()
                        .getFirst());
    }

    /// A row that stays locked is no error of anybody's: the same question may be answered in a moment.
    private static Fault fault(Throwable failure) {
        return switch (StoreFailure.of(failure)) {
            case TRANSIENT -> new Fault(Code.LEDGER_BUSY, failure);
            case UNREACHABLE, UNKNOWN_OUTCOME -> new Fault(Code.UNAVAILABLE, failure);
            case REFUSED -> Bus.fault(failure);
        };
    }
}
