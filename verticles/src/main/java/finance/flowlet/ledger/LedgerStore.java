package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.Post;
import finance.flowlet.platform.FaultPoint;
import finance.flowlet.platform.Platform;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    /// The chain is as far as it is committed.
    private record Session(PgConnection connection, Chain chain) {}

    /// A batch that was sent without asking first. `nearlyDone` completes, if it does, when PostgreSQL has the
    /// greater part of it behind it: the time to send the next one behind it.
    record Flight(Future<?> nearlyDone, Future<Decision> done) {}

    /// Every statement of a batch finds its rows by their keys. PostgreSQL plans each once and keeps the plan, which
    /// may have been made when the tables were empty and a walk over them looked cheap.
    private static final String PLANNER = "set enable_seqscan = off; set enable_hashjoin = off; "
            + "set enable_mergejoin = off; set plan_cache_mode = force_generic_plan; set jit = off";

    private static final Duration WORTH_A_WORD = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(LedgerStore.class);
    private final Platform platform;
    private final long roundTripMillis;
    private final KnownAccounts known;
    private @Nullable Session session;
    /// The chain after the last batch that was sent without asking; null when none is under way.
    private @Nullable Chain ahead;
    /// When the last batch took effect. An account may bring a later time than our clock's; we do not fall
    /// behind it.
    private Instant latest = Instant.EPOCH;

    LedgerStore(Platform platform) {
        this.platform = platform;
        // Statements of a round trip run one after another, but only one of them waits for a lock at its worst.
        this.roundTripMillis = 2L * platform.config().database().statementTimeoutMillis();
        this.known = new KnownAccounts(platform.config().ledger().knownAccounts());
    }

    /// Sends a batch whose accounts are known, in one round trip and behind those that are under way; empty where
    /// it has to ask first. Those behind a batch that fails fail too, since each continues the chain of the one
    /// before. What failed, or could not be sent, is for [#run] when all that were sent have ended.
    Optional<Flight> send(List<Post> commands, Instant at) {
        var open = session;
        if (open == null) {
            return Optional.empty();
        }
        try {
            return known.foresee(commands, at).flatMap(foreseen -> send(open, foreseen, commands));
        } catch (RuntimeException fault) {
            // One bad command: run with locks, its batch is halved until it stands alone.
            LOG.atWarn().setCause(fault).log("a batch could not be foreseen");
            return Optional.empty();
        }
    }

    private Optional<Flight> send(Session open, Locked foreseen, List<Post> commands) {
        var at = recordedAt(foreseen);
        var decision = Ledger.decide(foreseen, commands, at, DeclineProblem::of);
        if (decision.changes().answers().size() < commands.size()) {
            // Only an answer that is stored shows that its key was not used before.
            return Optional.empty();
        }
        FaultPoint.BEFORE_COMMIT.reached();
        var writer = new ChangesWriter(open.connection(), Objects.requireNonNullElse(ahead, open.chain()), at);
        var committed = inTime(Future.<Void>succeededFuture()
                        .compose(_ -> writer.commitIf(foreseen.accounts().values(), decision.changes())))
                .recover(LedgerStore::interrupted);
        known.learn(decision.changes());
        ahead = writer.next();
        return Optional.of(new Flight(
                writer.nearlyDone(),
                committed
                        .map(next -> {
                            arrived(open, next);
                            return decision;
                        })
                        .recover(failure -> {
                            if (ahead != null) {
                                // The first that fails; those behind it were not guessed wrong.
                                known.wrong();
                                ahead = null;
                            }
                            // PostgreSQL has rolled back what it refused: the commit came behind it.
                            return failure instanceof PgException
                                    ? Future.failedFuture(failure)
                                    : abandon(open, failure);
                        })));
    }

    private void arrived(Session open, Chain next) {
        known.right();
        if (session != null && session.connection().equals(open.connection())) {
            session = new Session(open.connection(), next);
        }
        if (next.equals(ahead)) {
            ahead = null;
        }
    }

    /// Runs one batch in one transaction of two round trips, each of which ends in bounded time even when
    /// nothing answers any more.
    Future<Decision> run(List<Post> commands, Instant at) {
        return session(at)
                .compose(open -> inTime(new LockedReader(open.connection()).lock(Named.by(commands, at), at))
                        .compose(locked -> write(open, locked, commands))
                        .recover(failure -> abandon(open, failure)));
    }

    private Instant recordedAt(Locked locked) {
        var accounts = locked.notBefore();
        latest = latest.isAfter(accounts) ? latest : accounts;
        var lead = Duration.between(locked.askedAt(), latest);
        if (lead.compareTo(WORTH_A_WORD) > 0) {
            LOG.atWarn()
                    .addKeyValue("aheadMillis", lead.toMillis())
                    .log("an account brings a later time than our clock");
        }
        return latest;
    }

    Future<Void> close() {
        var open = session;
        session = null;
        return open == null ? Future.succeededFuture() : open.connection().close();
    }

    private Future<Decision> write(Session open, Locked locked, List<Post> commands) {
        var at = recordedAt(locked);
        var decision = Ledger.decide(locked, commands, at, DeclineProblem::of);
        FaultPoint.BEFORE_COMMIT.reached();
        return inTime(new ChangesWriter(open.connection(), open.chain(), at).commit(decision.changes()))
                .recover(LedgerStore::interrupted)
                .map(next -> {
                    session = new Session(open.connection(), next);
                    known.learn(locked, decision.changes());
                    return decision;
                });
    }

    /// After a refusal the transaction is rolled back and the connection goes on; after a break both are
    /// gone. Nobody waits for a broken connection to say good-bye.
    private Future<Decision> abandon(Session open, Throwable failure) {
        if (failure instanceof CommitInterrupted || broken(failure)) {
            drop(open);
            return Future.failedFuture(failure);
        }
        return open.connection()
                .query("rollback")
                .execute()
                .timeout(roundTripMillis, TimeUnit.MILLISECONDS)
                .transform(rolledBack -> {
                    if (rolledBack.failed()) {
                        drop(open);
                    }
                    return Future.failedFuture(failure);
                });
    }

    /// A round trip that fails when it takes too long, on our event loop: the `timeout` of a future that belongs to no
    /// context would go on, and take us with it, on a thread of its own.
    private <T> Future<T> inTime(Future<T> roundTrip) {
        var ended = Promise.<T>promise();
        var timer = platform.vertx()
                .setTimer(roundTripMillis, _ -> ended.tryFail(new TimeoutException("PostgreSQL does not answer")));
        roundTrip.onComplete(answer -> {
            platform.vertx().cancelTimer(timer);
            if (answer.succeeded()) {
                ended.tryComplete(answer.result());
            } else {
                ended.tryFail(answer.cause());
            }
        });
        return ended.future();
    }

    private static <T> Future<T> interrupted(Throwable failure) {
        return Future.failedFuture(broken(failure) ? new CommitInterrupted(failure) : failure);
    }

    private void drop(Session open) {
        session = null;
        open.connection().close();
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
                            connection.closeHandler(_ -> forget(connection));
                            return opened(new Session(connection, Chain.start(writer)));
                        })
                        .onFailure(_ -> connection.close()));
    }

    private Session opened(Session open) {
        LOG.atInfo().addKeyValue("writer", open.chain().writer()).log("ledger writer started");
        session = open;
        return open;
    }

    private void forget(SqlConnection connection) {
        if (session != null && session.connection().equals(connection)) {
            LOG.atWarn().log("ledger writer lost its connection");
            session = null;
        }
    }
}
