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
import java.util.List;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Commits commands in groups. While one batch commits, the next one forms; there is no timer, so an idle
/// ledger answers in one commit and a loaded one batches by itself. Runs on one event loop.
final class LedgerWriter {
    private record Pending(Post command, Promise<Post.Outcome> outcome) {}

    /// A batch takes no further command once it has this many steps: one of ten thousand payments is a
    /// batch by itself.
    private static final int MAX_STEPS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);
    private final Platform platform;
    private final FlowletConfig.Ledger config;
    private final LedgerStore store;
    private final Queue<Pending> queue = new ArrayDeque<>();
    private boolean committing;
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
        if (committing) {
            return;
        }
        var batch = nextBatch();
        while (batch.isEmpty() && !queue.isEmpty()) {
            batch = nextBatch();
        }
        if (batch.isEmpty()) {
            return;
        }
        committing = true;
        commit(batch, 0).onComplete(_ -> {
            committing = false;
            commitNext();
        });
    }

    private List<Pending> nextBatch() {
        var next = new ArrayList<Pending>();
        var steps = 0;
        while (next.size() < config.maxBatch() && !queue.isEmpty() && steps < MAX_STEPS) {
            steps += queue.peek().command().steps().size();
            next.add(queue.remove());
        }
        return inTime(next);
    }

    /// Never fails: whatever happens is told to the commands' own callers.
    private Future<Void> commit(List<Pending> batch, int attempt) {
        var commands = batch.stream().map(Pending::command).toList();
        return Future.<Void>succeededFuture()
                .compose(_ -> store.run(commands, nextInstant()))
                .transform(decided -> {
                    if (decided.failed()) {
                        return afterFailure(batch, attempt, decided.cause());
                    }
                    FaultPoint.AFTER_COMMIT.reached();
                    var outcomes = decided.result().outcomes();
                    for (var i = 0; i < batch.size(); i++) {
                        batch.get(i).outcome().tryComplete(outcomes.get(i));
                    }
                    return Future.succeededFuture();
                });
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
        lastBatchAt = now.isAfter(lastBatchAt) ? now : lastBatchAt.plus(1, ChronoUnit.MICROS);
        return lastBatchAt;
    }
}
