package finance.flowlet.ledger;

import finance.flowlet.bus.Fault;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.platform.FaultPoint;
import finance.flowlet.platform.FlowletConfig;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Commits commands in groups. While one batch commits, the next one forms; there is no timer, so an idle
/// ledger answers in one commit and a loaded one batches by itself. A batch of known accounts is sent when the one
/// before is nearly done, so that PostgreSQL never waits for us. Runs on one event loop.
final class LedgerWriter {
    private record Pending(Post command, Promise<Post.Outcome> outcome) {}

    private record Failed(List<Pending> batch, Throwable cause) {}

    /// A batch takes no further command once it has this many steps: one of ten thousand payments is a
    /// batch by itself.
    private static final int MAX_STEPS = 10_000;

    /// How many commands a batch has that is sent behind another: what a batch costs however small it is.
    private static final int WORTH_SENDING = 32;

    private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);
    private final Platform platform;
    private final FlowletConfig.Ledger config;
    private final LedgerStore store;
    private final Deque<Pending> queue = new ArrayDeque<>();
    /// Sent without asking first, and failed.
    private final List<Failed> failed = new ArrayList<>();
    /// How many batches were sent without asking first and have not ended: two at most, the second behind the first.
    private int underWay;
    /// How many were sent so, ever.
    private long flights;
    /// Whether PostgreSQL has the greater part of the last of them behind it.
    private boolean nearlyDone;
    /// Whether a batch is being formed: who is told meanwhile that it came too late may ask again at once.
    private boolean forming;
    /// Whether a batch that asks first is under way: always the only one.
    private boolean asking;
    private Instant lastBatchAt = Instant.EPOCH;

    LedgerWriter(Platform platform, LedgerStore store) {
        this.platform = platform;
        this.config = platform.config().ledger();
        this.store = store;
    }

    /// Queues a command; a full queue refuses at once instead of growing.
    Future<Post.Outcome> post(Post command) {
        var problem = WellFormed.problem(command);
        if (problem.isPresent()) {
            LOG.atError().addKeyValue("requestId", command.requestId()).log("malformed command: {}", problem.get());
            return Future.failedFuture(new Fault(Code.INTERNAL_ERROR));
        }
        if (queue.size() >= config.maxQueue()) {
            return Future.failedFuture(new Fault(Code.LEDGER_BUSY));
        }
        var pending = new Pending(command, Promise.promise());
        queue.add(pending);
        commitNext();
        return pending.outcome().future();
    }

    private void commitNext() {
        if (forming || asking || !failed.isEmpty() || underWay > 1 || underWay == 1 && !isWorthSending()) {
            return;
        }
        forming = true;
        var batch = nextBatch();
        forming = false;
        if (batch.isEmpty()) {
            return;
        }
        var at = nextInstant();
        var flight = store.send(commands(batch), at);
        if (flight.isPresent()) {
            lastBatchAt = at;
            watch(batch, flight.get());
        } else if (underWay == 0) {
            ask(() -> commit(batch, 0));
        } else {
            // It goes first when those under way have ended, and nobody looks at it again before.
            batch.reversed().forEach(queue::addFirst);
            nearlyDone = false;
        }
    }

    /// Behind one that is nearly done, unless it would be so small that it had better wait and grow.
    private boolean isWorthSending() {
        return nearlyDone && queue.size() >= WORTH_SENDING;
    }

    private void watch(List<Pending> batch, LedgerStore.Flight flight) {
        underWay++;
        nearlyDone = false;
        var number = ++flights;
        flight.nearlyDone().onSuccess(_ -> {
            // One that is told when it has ended may have been followed already.
            if (number == flights) {
                nearlyDone = true;
                commitNext();
            }
        });
        flight.done().onComplete(decided -> {
            underWay--;
            try {
                if (decided.succeeded()) {
                    tell(batch, decided.result());
                } else {
                    failed.add(new Failed(batch, decided.cause()));
                }
            } finally {
                if (underWay == 0 && !failed.isEmpty()) {
                    ask(this::askAgain);
                } else {
                    commitNext();
                }
            }
        });
    }

    /// Nothing else is sent while a batch asks first.
    private void ask(Supplier<Future<Void>> question) {
        asking = true;
        question.get().onComplete(_ -> {
            asking = false;
            commitNext();
        });
    }

    /// What was sent without asking and failed is decided anew with locks, in the order in which it came.
    private Future<Void> askAgain() {
        var again = Future.<Void>succeededFuture();
        for (var one : failed) {
            again = again.transform(_ -> switch (StoreFailure.of(one.cause())) {
                case TRANSIENT, REFUSED -> commit(inTime(one.batch()), 0);
                case UNREACHABLE, UNKNOWN_OUTCOME -> afterFailure(one.batch(), 0, one.cause());
            });
        }
        failed.clear();
        return again;
    }

    /// Empty only when nobody waits any more.
    private List<Pending> nextBatch() {
        List<Pending> next = new ArrayList<>();
        while (next.isEmpty() && !queue.isEmpty()) {
            var steps = 0;
            while (next.size() < config.maxBatch() && !queue.isEmpty() && steps < MAX_STEPS) {
                steps += queue.peek().command().steps().size();
                next.add(queue.remove());
            }
            next = inTime(next);
        }
        return next;
    }

    /// Never fails: whatever happens is told to the commands' own callers.
    private Future<Void> commit(List<Pending> batch, int attempt) {
        return Future.<Void>succeededFuture()
                .compose(_ -> {
                    lastBatchAt = nextInstant();
                    return store.run(commands(batch), lastBatchAt);
                })
                .transform(decided -> {
                    if (decided.failed()) {
                        return afterFailure(batch, attempt, decided.cause());
                    }
                    tell(batch, decided.result());
                    return Future.succeededFuture();
                });
    }

    private static void tell(List<Pending> batch, Decision decided) {
        FaultPoint.AFTER_COMMIT.reached();
        for (var i = 0; i < batch.size(); i++) {
            batch.get(i).outcome().tryComplete(decided.outcomes().get(i));
        }
    }

    private static List<Post> commands(List<Pending> batch) {
        return batch.stream().map(Pending::command).toList();
    }

    private Future<Void> afterFailure(List<Pending> batch, int attempt, Throwable failure) {
        return switch (StoreFailure.of(failure)) {
            // The same batch may succeed when tried again: a deadlock, or an account that another writer opened.
            case TRANSIENT ->
                attempt < config.maxBatchRetries()
                        ? commit(inTime(batch), attempt + 1)
                        : isolate(batch, Code.LEDGER_BUSY, failure);
            case UNREACHABLE -> fail(batch, new Fault(Code.UNAVAILABLE, failure));
            case UNKNOWN_OUTCOME -> fail(batch, new Fault(Code.OUTCOME_UNKNOWN, failure));
            case REFUSED -> isolate(batch, Code.INTERNAL_ERROR, failure);
        };
    }

    /// The database refused, for good or time after time, what the kernel allowed. One bad command must not
    /// fail the others, so the batch is halved until it stands alone. Halves are not tried again and again:
    /// each may have waited for a lock already.
    private Future<Void> isolate(List<Pending> batch, Code code, Throwable failure) {
        if (batch.isEmpty()) {
            return Future.succeededFuture();
        }
        if (batch.size() == 1) {
            LOG.atError()
                    .addKeyValue("requestId", batch.getFirst().command().requestId())
                    .setCause(failure)
                    .log("the database refused a command");
            return fail(batch, new Fault(code, failure));
        }
        var half = batch.size() / 2;
        return commit(inTime(batch.subList(0, half)), config.maxBatchRetries())
                .transform(_ -> commit(inTime(batch.subList(half, batch.size())), config.maxBatchRetries()));
    }

    /// A command past its deadline is dropped before it starts: whoever sent it has stopped waiting, and
    /// will learn the outcome by repeating its key.
    private List<Pending> inTime(Collection<Pending> waiting) {
        var now = platform.clock().instant();
        var live = new ArrayList<Pending>(waiting.size());
        for (var pending : waiting) {
            if (now.isAfter(pending.command().deadline())) {
                pending.outcome().tryFail(new Fault(Code.LEDGER_BUSY));
            } else {
                live.add(pending);
            }
        }
        return live;
    }

    private static Future<Void> fail(List<Pending> batch, Fault fault) {
        LOG.atWarn()
                .addKeyValue("commands", batch.size())
                .addKeyValue("code", fault.code())
                .addKeyValue("cause", String.valueOf(fault.getCause()))
                .log("a batch failed");
        batch.forEach(pending -> pending.outcome().tryFail(fault));
        return Future.succeededFuture();
    }

    /// Times in the books never run backwards within a writer, whatever the clock does, and have the
    /// database's precision.
    private Instant nextInstant() {
        var now = platform.clock().instant().truncatedTo(ChronoUnit.MICROS);
        return now.isAfter(lastBatchAt) ? now : lastBatchAt.plus(1, ChronoUnit.MICROS);
    }
}
