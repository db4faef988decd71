package finance.flowlet.initiation;

import static finance.flowlet.testing.TestPlatform.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.bus.Fault;
import finance.flowlet.bus.Wire;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.initiation.BatchItem;
import finance.flowlet.contract.initiation.BatchMode;
import finance.flowlet.contract.initiation.BatchStatus;
import finance.flowlet.contract.initiation.BatchView;
import finance.flowlet.contract.initiation.CreateBatch;
import finance.flowlet.contract.initiation.FindBatches;
import finance.flowlet.contract.initiation.RunDue;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.payments.Pay;
import finance.flowlet.contract.payments.PayTogether;
import finance.flowlet.contract.payments.PayTogether.AllPaid;
import finance.flowlet.id.PaymentBatchId;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import finance.flowlet.problem.Code;
import finance.flowlet.testing.TestClock;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestPlatform;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Payments whose answers are lost, one try for each, and a ledger that only remembers keys. Today
/// batches of one item are taken in; these are older.
class GivingUpTest {
    private static final int ITEMS = 3;
    private static final Map<String, String> CONFIG = Map.of(
            "FLOWLET_INITIATION_MAX_ATTEMPTS",
            "1",
            "FLOWLET_LIMITS_MAX_BATCH_ITEMS",
            "1",
            "FLOWLET_SERVICES_RETRIES_MAX",
            "0",
            "FLOWLET_JOBS_INTERVAL_MILLIS",
            "3600000");
    private final TestClock clock = new TestClock(Instant.parse("2026-01-31T12:00:00Z"));
    /// Of a round that another one is ahead of, nothing is done; how many there are depends on the machine.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TestPlatform platform = new TestPlatform(TestDatabase.create().config(CONFIG), clock);
    private final Caller caller = new Caller(new TenantId(id()), null, "api_key:test", "req_test");
    private final Map<Post.Key, Post.Reply> kept = new ConcurrentHashMap<>();
    private final AtomicInteger questions = new AtomicInteger();
    private volatile boolean paid = true;
    private volatile boolean answersAreLost = true;
    private volatile boolean ledgerIsAway;

    @BeforeEach
    void deploy() {
        var bus = platform.platform().bus();
        await(bus.serve(Post.ADDRESS, this::post));
        await(bus.serve(Pay.ADDRESS, pay -> pay(Objects.requireNonNull(pay.key()))));
        await(bus.serve(PayTogether.ADDRESS, this::payTogether));
        platform.deploy(new InitiationVerticle(platform.platform()), ThreadingModel.VIRTUAL_THREAD);
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @ParameterizedTest
    @EnumSource(BatchMode.class)
    void whatMayHaveBeenPaidStaysPendingUntilTheLedgerSaysWhatHappened(BatchMode mode) {
        ledgerIsAway = true;
        var batch = created(mode);
        until(batch, _ -> questions.get() >= 3 * ITEMS);
        assertEquals(ITEMS, found(batch).counts().pending());

        ledgerIsAway = false;
        answersAreLost = false;
        until(batch, view -> view.status() != BatchStatus.PROCESSING);

        assertEquals(
                "COMPLETED 3",
                found(batch).status() + " " + found(batch).counts().completed());
    }

    @ParameterizedTest
    @EnumSource(BatchMode.class)
    void whatWasNotPaidIsGivenUpAndNeverPaidAfterwards(BatchMode mode) {
        paid = false;
        var batch = created(mode);

        until(batch, view -> view.status() != BatchStatus.PROCESSING);

        assertEquals(
                "FAILED 3", found(batch).status() + " " + found(batch).counts().failed());
        assertEquals(mode == BatchMode.ATOMIC ? 1 : ITEMS, kept.size());
        assertTrue(kept.values().stream().allMatch(reply -> reply.status() == Code.OUTCOME_UNKNOWN.status()));
    }

    private Future<Post.Outcome> post(Post post) {
        questions.incrementAndGet();
        if (ledgerIsAway) {
            return Future.failedFuture(new Fault(Code.UNAVAILABLE));
        }
        var before = kept.putIfAbsent(post.key(), post.reply());
        return Future.succeededFuture(before == null ? new Post.Posted(post.reply()) : new Post.Replayed(before));
    }

    private Future<Post.Outcome> pay(Post.Key key) {
        questions.incrementAndGet();
        var payment = new Paid(new PaymentId(id()).toString(), "completed");
        if (paid) {
            kept.putIfAbsent(key, new Post.Reply(201, Wire.text(payment)));
        }
        return answersAreLost
                ? Future.failedFuture(new Fault(Code.OUTCOME_UNKNOWN))
                : Future.succeededFuture(new Post.Replayed(Objects.requireNonNull(kept.get(key))));
    }

    private Future<PayTogether.Result> payTogether(PayTogether question) {
        questions.addAndGet(ITEMS);
        return pay(question.key())
                .map(_ -> new AllPaid(question.payments().stream()
                        .map(_ -> new PaymentId(id()))
                        .toList()));
    }

    private record Paid(String id, String status) {}

    private PaymentBatchId created(BatchMode mode) {
        var batch = new PaymentBatchId(id());
        var item = new BatchItem(
                null, new WalletId(id()), new WalletId(id()), new Money(1, Currency.of("USD")), "", null, Map.of());
        var key = Post.Key.of(null, caller.tenant(), platform.platform().ids());
        var command = new CreateBatch(caller, key, batch, mode, Collections.nCopies(ITEMS, item), Map.of());
        await(platform.platform().bus().request(CreateBatch.ADDRESS, command));
        return batch;
    }

    private BatchView found(PaymentBatchId batch) {
        return await(platform.platform().bus().request(FindBatches.ADDRESS, FindBatches.one(caller, batch)))
                .batches()
                .getFirst();
    }

    /// Lets an hour pass, longer than any pause, and again until it is so.
    private void until(PaymentBatchId batch, Predicate<BatchView> so) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && !so.test(found(batch))) {
            clock.advance(Duration.ofHours(1));
            await(platform.platform().bus().request(RunDue.ADDRESS, new RunDue()));
        }
        assertTrue(so.test(found(batch)), () -> found(batch).toString());
    }

    private UUID id() {
        return platform.platform().ids().next();
    }
}
