package finance.flowlet.initiation;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.initiation.BatchItemView;
import finance.flowlet.contract.initiation.FindBatchItems;
import finance.flowlet.contract.initiation.ItemStatus;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.payments.PayTogether;
import finance.flowlet.contract.payments.PayTogether.AllPaid;
import finance.flowlet.contract.payments.PayTogether.NonePaid;
import finance.flowlet.initiation.BatchStore.Claimed;
import finance.flowlet.platform.AwaitedSql;
import finance.flowlet.platform.FlowletConfig;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the payments of batches. A process that dies leaves pending items behind, and some of those may be
/// paid: the next one asks for all of them again under the same keys, and is told.
final class BatchRunner {
    private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);
    /// How many items are read, and their results written, at once.
    private static final int GROUP = 512;

    private final FlowletConfig.Initiation config;
    private final Clock clock;
    private final Payer payer;
    private final BatchStore batches;
    private final BatchItemStore items;

    BatchRunner(Platform platform, AwaitedSql statements) {
        this.config = platform.config().initiation();
        this.clock = platform.clock();
        this.payer = new Payer(platform);
        this.batches = new BatchStore(statements);
        this.items = new BatchItemStore(statements);
    }

    /// Works on one batch that is due; answers whether there was one.
    boolean runNext() {
        var claimed = batches.claim(clock.instant(), leaseEnd());
        claimed.ifPresent(this::run);
        return claimed.isPresent();
    }

    private void run(Claimed batch) {
        var fault = switch (batch.mode()) {
            case INDEPENDENT -> oneByOne(batch, view -> pay(batch, view));
            case ATOMIC -> together(batch);
        };
        if (fault == null) {
            batches.finish(batch, clock.instant());
        } else {
            tryLater(batch, fault);
        }
    }

    /// Tries every item that is pending once; answers with what kept some from being decided, or null.
    private @Nullable Undecided oneByOne(Claimed batch, Function<BatchItemView, Future<ItemResult>> work) {
        var window = new Window<>(config.window(), work);
        Throwable fault = null;
        var decided = 0;
        var group = pending(batch, null, GROUP);
        while (!group.isEmpty()) {
            var ended = window.over(group).await();
            decided += ended.results().size();
            if (!ended.failures().isEmpty()) {
                fault = ended.failures().getLast();
            }
            if (ended.results().isEmpty()) {
                // Whatever is away is away for the others as well.
                break;
            }
            record(batch, ended.results());
            group = pending(batch, group.getLast().index(), GROUP);
        }
        return fault == null ? null : new Undecided(Bus.fault(fault).code(), decided == 0);
    }

    private Future<ItemResult> pay(Claimed batch, BatchItemView view) {
        return payer.pay(batch.caller(), name(batch, view), view.item())
                .map(outcome -> new ItemResult(view.index(), outcome));
    }

    private Future<ItemResult> giveUp(Claimed batch, BatchItemView view, Code fault) {
        return payer.giveUp(batch.caller(), name(batch, view), fault)
                .map(outcome -> new ItemResult(view.index(), PaymentOutcome.of(outcome)));
    }

    private static String name(Claimed batch) {
        return "batch:" + batch.id();
    }

    private static String name(Claimed batch, BatchItemView view) {
        return name(batch) + ":" + view.index();
    }

    /// Tries all items in one commit. Their results are written in one statement, so either all are pending
    /// or none.
    private @Nullable Undecided together(Claimed batch) {
        var group = pending(batch, null, batch.total());
        if (group.isEmpty()) {
            return null;
        }
        mustBeAll(batch, group.size());
        var wanted = group.stream().map(BatchItemView::item).toList();
        var paid = payer.payTogether(batch.caller(), name(batch), wanted)
                .map(result -> outcomes(result, wanted.size()))
                .transform(done -> Future.succeededFuture(done))
                .await();
        if (paid.failed()) {
            return new Undecided(Bus.fault(paid.cause()).code(), true);
        }
        recordAll(batch, group, paid.result());
        return null;
    }

    private void recordAll(Claimed batch, List<BatchItemView> group, List<PaymentOutcome> outcomes) {
        mustBeAll(batch, outcomes.size());
        record(
                batch,
                IntStream.range(0, outcomes.size())
                        .mapToObj(i -> new ItemResult(group.get(i).index(), outcomes.get(i)))
                        .toList());
    }

    /// All or none. The batch stays as it is for somebody to look at, and the round says so in the log.
    private static void mustBeAll(Claimed batch, int size) {
        if (size != batch.total()) {
            throw new IllegalStateException(
                    "batch " + batch.id() + " has " + batch.total() + " items, and not " + size);
        }
    }

    /// Whether it could be: a batch that was paid or declined is still to be recorded, by the next try.
    private boolean giveUpTogether(Claimed batch, Code fault) {
        var ended = payer.giveUp(batch.caller(), name(batch), fault)
                .transform(done -> Future.succeededFuture(done))
                .await();
        if (ended.failed() || !givenUp(ended.result())) {
            return false;
        }
        var group = pending(batch, null, batch.total());
        if (!group.isEmpty()) {
            recordAll(batch, group, Collections.nCopies(group.size(), PaymentOutcome.failed(fault.wire())));
        }
        return true;
    }

    /// By us now, or by somebody who died before it was written down.
    private static boolean givenUp(Post.Outcome outcome) {
        return switch (outcome) {
            case Post.Posted _ -> true;
            case Post.Replayed(var reply) -> reply.status() >= PaymentOutcome.FAULT;
            case Post.Declined _, Post.KeyReused _ -> false;
        };
    }

    private static List<PaymentOutcome> outcomes(PayTogether.Result result, int size) {
        return switch (result) {
            case AllPaid(var payments) ->
                payments.stream().map(PaymentOutcome::completed).toList();
            case NonePaid(var culprit, var code) ->
                code.status() >= PaymentOutcome.FAULT
                        ? Collections.nCopies(size, PaymentOutcome.failed(code.wire()))
                        : IntStream.range(0, size)
                                .mapToObj(i -> culprit < 0 || i == culprit
                                        ? PaymentOutcome.declined(code.wire())
                                        : PaymentOutcome.failed(Code.BATCH_NOT_APPLIED.wire()))
                                .toList();
        };
    }

    private List<BatchItemView> pending(Claimed batch, @Nullable Integer after, int limit) {
        return items.find(new FindBatchItems(batch.caller().tenant(), batch.id(), ItemStatus.PENDING, limit, 0, after));
    }

    private void record(Claimed batch, List<ItemResult> results) {
        items.record(batch.caller().tenant(), batch.id(), results, leaseEnd());
    }

    /// A fault decides nothing about a payment: it may even have been made. So the items stay pending, to
    /// be asked for again under the same keys. After many tries they are given up, with the fault as their
    /// code, but only those of which the ledger confirms that nothing happened.
    private void tryLater(Claimed batch, Undecided undecided) {
        var attempts = undecided.nothingWasDecided() ? batch.attempts() + 1 : 1;
        LOG.atWarn()
                .addKeyValue("batch", batch.id())
                .addKeyValue("code", undecided.code())
                .addKeyValue("attempts", attempts)
                .log("payments of a batch could not be decided");
        if (attempts >= config.maxAttempts() && givenUp(batch, undecided.code())) {
            batches.finish(batch, clock.instant());
        } else {
            batches.release(batch, attempts, payer.retryAt(clock.instant(), attempts));
        }
    }

    private boolean givenUp(Claimed batch, Code fault) {
        return switch (batch.mode()) {
            case INDEPENDENT -> oneByOne(batch, view -> giveUp(batch, view, fault)) == null;
            case ATOMIC -> giveUpTogether(batch, fault);
        };
    }

    private Instant leaseEnd() {
        return clock.instant().plusMillis(config.leaseMillis());
    }

    /// What kept payments from being decided, and whether it kept all of them.
    private record Undecided(Code code, boolean nothingWasDecided) {}
}
