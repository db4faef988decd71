package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.Post;
import finance.flowlet.platform.FaultPoint;
import finance.flowlet.platform.Platform;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A writer's connection to PostgreSQL and its chain. A connection that breaks ends the chain: whether its
/// last batch was committed is not known, so the next connection starts a chain of its own instead of
/// guessing.
final class LedgerStore {
    /// The commit was sent and the connection broke before it answered.
    static final class CommitInterrupted extends RuntimeException {
        CommitInterrupted(Throwable cause) {
            super(cause);
        }
    }

    /// The state that a batch may be decided on, and the connection whose transaction has it locked.
    record Ready(Session session, Locked locked, List<Post> commands) {}

    /// A connection and the head of its chain.
    static final class Session {
        private final PgConnection connection;
        private Chain chain;

        private Session(PgConnection connection, Chain chain) {
            this.connection = connection;
            this.chain = chain;
        }
    }

    /// Every statement of a batch finds its rows by their keys. PostgreSQL plans each once and keeps the plan, which
    /// may have been made when the tables were empty and a walk over them looked cheap.
    private static final String PLANNER = "set enable_seqscan = off; set enable_hashjoin = off; "
            + "set enable_mergejoin = off; set plan_cache_mode = force_generic_plan; set jit = off";

    private static final Duration WORTH_A_WORD = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(LedgerStore.class);
    private final Platform platform;
    private final long roundTripMillis;
    private @Nullable Session session;
    /// When the last batch took effect. An account may bring a later time than our clock's; we do not fall
    /// behind it.
    private Instant latest = Instant.EPOCH;

    LedgerStore(Platform platform) {
        this.platform = platform;
        // Statements of a round trip run one after another, but only one of them waits for a lock at its worst.
        this.roundTripMillis = 2L * platform.config().database().statementTimeoutMillis();
    }

    /// Begins the transaction of a batch: locks and reads what it names. Ends in bounded time even when nothing
    /// answers any more.
    Future<Ready> lock(List<Post> commands, Instant at) {
        return lock(commands, at, roundTripMillis);
    }

    /// Asks for the locks of a batch while the one before it is being committed: its transaction begins when that
    /// one's has ended.
    Future<Ready> lockBehind(List<Post> commands, Instant at) {
        return lock(commands, at, 2 * roundTripMillis);
    }

    private Future<Ready> lock(List<Post> commands, Instant at, long millis) {
        return session(at)
                .compose(open -> new LockedReader(open.connection)
                        .lock(Named.by(commands, at), at)
                        .timeout(millis, TimeUnit.MILLISECONDS)
                        .map(locked -> new Ready(open, locked, commands))
                        .recover(failure -> abandon(open, failure)));
    }

    /// Decides a batch and ends its transaction. All statements are sent before this returns.
    Future<Decision> commit(Ready ready) {
        return Future.<Void>succeededFuture()
                .compose(_ -> write(ready.session(), ready.locked(), ready.commands()))
                .recover(failure -> abandon(ready.session(), failure));
    }

    /// Ends a transaction that nobody will commit.
    Future<Void> rollback() {
        var open = session;
        return open == null ? Future.succeededFuture() : rollback(open);
    }

    private Instant recordedAt(Locked locked) {
        var accounts = locked.notBefore();
        latest = latest.isAfter(accounts) ? latest : accounts;
        var ahead = Duration.between(locked.askedAt(), latest);
        if (ahead.compareTo(WORTH_A_WORD) > 0) {
            LOG.atWarn()
                    .addKeyValue("aheadMillis", ahead.toMillis())
                    .log("an account brings a later time than our clock");
        }
        return latest;
    }

    Future<Void> close() {
        var open = session;
        session = null;
        return open == null ? Future.succeededFuture() : open.connection.close();
    }

    private Future<Decision> write(Session open, Locked locked, List<Post> commands) {
        var at = recordedAt(locked);
        var decision = Ledger.decide(locked, commands, at, DeclineProblem::of);
        FaultPoint.BEFORE_COMMIT.reached();
        return new ChangesWriter(open.connection, open.chain, at)
                .commit(decision.changes())
                .timeout(roundTripMillis, TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(broken(failure) ? new CommitInterrupted(failure) : failure))
                .map(next -> {
                    open.chain = next;
                    return decision;
                });
    }

    /// After a refusal the transaction is rolled back and the connection goes on; after a break both are
    /// gone. Nobody waits for a broken connection to say good-bye.
    private <T> Future<T> abandon(Session open, Throwable failure) {
        if (failure instanceof CommitInterrupted || broken(failure)) {
            drop(open);
            return Future.failedFuture(failure);
        }
        return rollback(open).transform(_ -> Future.failedFuture(failure));
    }

    private Future<Void> rollback(Session open) {
        return open.connection
                .query("rollback")
                .execute()
                .timeout(roundTripMillis, TimeUnit.MILLISECONDS)
                .onFailure(_ -> drop(open))
                .mapEmpty();
    }

    private void drop(Session open) {
        forget(open);
        open.connection.close();
    }

    /// Whether the connection, rather than a statement, failed.
    private static boolean broken(Throwable failure) {
        return switch (StoreFailure.of(failure)) {
            case UNREACHABLE, UNKNOWN_OUTCOME -> true;
            case TRANSIENT, REFUSED -> false;
        };
    }

    private Future<Session> session(Instant at) {
        var open = session;
        if (open != null) {
            return Future.succeededFuture(open);
        }
        var writer = platform.ids().next();
        return PgConnection.connect(platform.vertx(), platform.databases().connect("ledger"))
                .timeout(roundTripMillis, TimeUnit.MILLISECONDS)
                .compose(connection -> connection
                        .query(PLANNER + "; set lock_timeout = "
                                + platform.config().ledger().lockTimeoutMillis())
                        .execute()
                        .compose(_ -> new TimelineCheck(platform.vertx()).check(connection))
                        .compose(_ -> connection
                                .preparedQuery(LedgerSql.INSERT_WRITER)
                                .execute(Tuple.tuple().addValue(writer).addValue(Rows.utc(at))))
                        .map(_ -> {
                            var opened = opened(new Session(connection, Chain.start(writer)));
                            connection.closeHandler(_ -> lost(opened));
                            return opened;
                        })
                        .onFailure(_ -> connection.close()));
    }

    private Session opened(Session open) {
        LOG.atInfo().addKeyValue("writer", open.chain.writer()).log("ledger writer started");
        session = open;
        return open;
    }

    private void lost(Session open) {
        if (open.equals(session)) {
            LOG.atWarn().log("ledger writer lost its connection");
        }
        forget(open);
    }

    private void forget(Session open) {
        if (open.equals(session)) {
            session = null;
        }
    }
}
