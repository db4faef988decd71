package finance.flowlet.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.contract.ledger.AccountClass;
import finance.flowlet.contract.ledger.BalanceMonitor;
import finance.flowlet.contract.ledger.BalanceMonitor.Condition;
import finance.flowlet.contract.ledger.BalanceMonitor.Field;
import finance.flowlet.contract.ledger.CheckIntegrity;
import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.LimitRules;
import finance.flowlet.contract.ledger.LimitRules.Rule;
import finance.flowlet.contract.ledger.LimitWindow;
import finance.flowlet.contract.ledger.ListMonitors;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Preview;
import finance.flowlet.contract.ledger.ReadLimits;
import finance.flowlet.contract.ledger.SealBatches;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.contract.ledger.Step.Advance;
import finance.flowlet.contract.ledger.Step.ClosePeriod;
import finance.flowlet.contract.ledger.Step.OpenAccount;
import finance.flowlet.contract.ledger.Step.PlaceHold;
import finance.flowlet.contract.ledger.Step.PostEntry;
import finance.flowlet.contract.ledger.Step.Posting;
import finance.flowlet.contract.ledger.Step.Release;
import finance.flowlet.contract.ledger.Step.ReleaseHold;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.MonitorId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.money.Currency;
import finance.flowlet.testing.TestClock;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestPlatform;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the kernel keeps besides balances (limits, expiry, monitors, closed periods), with two writers on a
/// real PostgreSQL.
class LedgerRulesTest {
    private static final Currency USD = Currency.of("USD");
    private static final Instant NOON = Instant.parse("2026-03-31T12:00:00Z");
    private final TestClock clock = new TestClock(NOON);
    private final TestDatabase database = TestDatabase.create();
    private final TestPlatform platform = new TestPlatform(database.config(Map.of()), clock);
    private final TenantId tenant = new TenantId(next());
    private final UserId owner = new UserId(next());
    private final AccountId bank = new AccountId(next());
    private final AccountId ann = new AccountId(next());
    private final AccountId savings = new AccountId(next());
    private final AccountId bob = new AccountId(next());

    @BeforeEach
    void deploy() {
        platform.deploy(new LedgerVerticle(platform.platform()), ThreadingModel.EVENT_LOOP);
        platform.deploy(new LedgerVerticle(platform.platform()), ThreadingModel.EVENT_LOOP);
        platform.deploy(new ProofVerticle(platform.platform()), ThreadingModel.EVENT_LOOP);
        post(open(bank, null, null), open(ann, owner, 0L), open(savings, owner, 0L), open(bob, null, 0L));
        post(move(EntryKind.DEPOSIT, bank, ann, 1_000), move(EntryKind.DEPOSIT, bank, savings, 1_000));
    }

    @AfterEach
    void close() {
        TestPlatform.await(platform.platform().bus().request(SealBatches.ADDRESS, new SealBatches()));
        var report = TestPlatform.await(
                platform.platform().bus().request(CheckIntegrity.ADDRESS, new CheckIntegrity(tenant)));
        assertEquals(List.of(), report.findings());
        platform.close();
    }

    @Test
    void twoAccountsOfOneOwnerNeverExceedTheOwnersLimitTogether() {
        limit(owner.uuid(), new Rule(LimitWindow.DAY, 100L, null));

        var outcomes = new ArrayList<Future<Post.Outcome>>();
        for (var i = 0; i < 60; i++) {
            outcomes.add(send(move(EntryKind.PAYMENT, i % 2 == 0 ? ann : savings, bob, 10)));
        }

        assertEquals(10, outcomes.stream().filter(this::posted).count());
        assertEquals(List.of(100L), used(owner.uuid()));
    }

    @Test
    void aLimitKnowsWhatWasSpentBeforeItWasSet() {
        post(move(EntryKind.PAYMENT, ann, bob, 70));

        limit(ann.uuid(), new Rule(LimitWindow.DAY, 100L, null));

        assertEquals(List.of(70L), used(ann.uuid()));
        assertEquals("LIMIT_EXCEEDED", decline(move(EntryKind.PAYMENT, ann, bob, 31)));
        post(move(EntryKind.PAYMENT, ann, bob, 30));
    }

    @Test
    void aLimitThatIsSetWhileMoneyMovesCountsAllOfIt() {
        var outcomes = new ArrayList<Future<Post.Outcome>>();
        for (var i = 0; i < 100; i++) {
            outcomes.add(send(move(EntryKind.PAYMENT, i % 2 == 0 ? ann : savings, bob, 10)));
            if (i == 30 || i == 60) {
                var rule = new Rule(i == 30 ? LimitWindow.DAY : LimitWindow.MONTH, 100_000L, null);
                var row = new LimitRules(tenant, owner.uuid(), USD, List.of(rule), clock.instant()).row();
                outcomes.add(send(List.of(new Advance(new GuardId(next()), 0)), List.of(row)));
            }
        }

        assertTrue(outcomes.stream().allMatch(this::posted));
        assertEquals(List.of(1_000L), used(owner.uuid()));
    }

    @Test
    void aDeclineByALimitSaysWhichOneAndWhenThereIsRoomAgain() {
        limit(ann.uuid(), new Rule(LimitWindow.MONTH, 500L, null));
        post(move(EntryKind.PAYMENT, ann, bob, 123));

        var declined =
                assertInstanceOf(Post.Declined.class, TestPlatform.await(send(move(EntryKind.PAYMENT, ann, bob, 400))));

        assertTrue(
                declined.reply()
                        .body()
                        .contains("\"limit\":5.00,\"window\":\"month\",\"remaining\":3.77,\"resetsAt\":"
                                + "\"2026-04-01T00:00:00Z\""),
                declined.reply().body());
    }

    @Test
    void aNewMonthBeginsWithANewCount() {
        limit(ann.uuid(), new Rule(LimitWindow.MONTH, null, 1L), new Rule(LimitWindow.TRANSACTION, 50L, null));
        post(move(EntryKind.PAYMENT, ann, bob, 50));
        assertEquals("LIMIT_EXCEEDED", decline(move(EntryKind.PAYMENT, ann, bob, 1)));

        clock.advance(Duration.ofHours(12));

        post(move(EntryKind.PAYMENT, ann, bob, 50));
    }

    @Test
    void aHoldThatEndsUnspentGivesBackWhatItCounted() {
        limit(ann.uuid(), new Rule(LimitWindow.DAY, 100L, 3L));
        var released = new HoldId(next());
        var lapsing = new HoldId(next());
        post(hold(released, 60, Duration.ofHours(1)), hold(lapsing, 40, Duration.ofMinutes(1)));
        assertEquals("LIMIT_EXCEEDED", decline(move(EntryKind.PAYMENT, ann, bob, 1)));

        post(new ReleaseHold(released, Release.VOIDED));
        clock.advance(Duration.ofMinutes(1));

        post(move(EntryKind.PAYMENT, ann, bob, 100));
        assertEquals(List.of(100L), used(ann.uuid()));
    }

    @Test
    void anExpiredHoldReservesNothingBeforeAnyJobHasRun() {
        post(hold(new HoldId(next()), 900, Duration.ofMinutes(1)));
        assertEquals("INSUFFICIENT_FUNDS", decline(move(EntryKind.PAYMENT, ann, bob, 101)));

        clock.advance(Duration.ofMinutes(1));

        post(move(EntryKind.PAYMENT, ann, bob, 1_000));
    }

    @Test
    void aHoldIsNotExpiredBeforeItsTimeNorVoidedAfterIt() {
        var hold = new HoldId(next());
        post(hold(hold, 10, Duration.ofMinutes(1)));

        assertEquals("VERSION_CONFLICT", decline(new ReleaseHold(hold, Release.EXPIRED)));
        clock.advance(Duration.ofMinutes(1));

        assertEquals("HOLD_EXPIRED", decline(new ReleaseHold(hold, Release.VOIDED)));
        post(new ReleaseHold(hold, Release.EXPIRED));
        post(new ReleaseHold(hold, Release.EXPIRED));
    }

    @Test
    void ofManyWhoChangeOneVersionOneWins() {
        var object = new GuardId(next());
        var outcomes = new ArrayList<Future<Post.Outcome>>();
        for (var i = 0; i < 40; i++) {
            outcomes.add(send(new Advance(object, 0)));
        }

        assertEquals(1, outcomes.stream().filter(this::posted).count());
        post(new Advance(object, 1));
    }

    @Test
    void aMonitorTellsEachCrossingOnce() {
        var monitor = new BalanceMonitor(
                new MonitorId(next()), tenant, ann, Field.AVAILABLE, Condition.BELOW, 500, true, NOON);
        TestPlatform.await(send(List.of(new Advance(new GuardId(next()), 0)), List.of(monitor.row())));

        post(hold(new HoldId(next()), 501, Duration.ofMinutes(1)));
        post(move(EntryKind.PAYMENT, ann, bob, 10));
        post(move(EntryKind.DEPOSIT, bank, ann, 400));
        post(move(EntryKind.PAYMENT, ann, bob, 400));

        var monitors = TestPlatform.await(
                platform.platform().bus().request(ListMonitors.ADDRESS, new ListMonitors(tenant, ann)));
        assertEquals(2, monitors.monitors().getFirst().crossings());
        assertEquals(2, database.number("""
                select count(*) from ledger.batch, json_array_elements(events) event
                where event ->> 'type' = 'wallet.balance_threshold'"""));
    }

    @Test
    void nothingTakesEffectInAClosedPeriod() {
        var end = Instant.parse("2026-03-01T00:00:00Z");
        post(at(end.minusSeconds(1), move(EntryKind.ADJUSTMENT, bank, bob, 1)));

        var outcomes = new ArrayList<Future<Post.Outcome>>();
        for (var i = 0; i < 40; i++) {
            outcomes.add(send(at(end.minusSeconds(1), move(EntryKind.ADJUSTMENT, bank, bob, 1))));
            if (i == 20) {
                outcomes.add(send(new ClosePeriod(end)));
            }
        }
        outcomes.forEach(TestPlatform::await);

        assertEquals("PERIOD_CLOSED", decline(at(end.minusSeconds(1), move(EntryKind.ADJUSTMENT, bank, bob, 1))));
        assertEquals("PERIOD_CLOSED", decline(new ClosePeriod(end)));
        assertEquals("PERIOD_NOT_OVER", decline(new ClosePeriod(NOON)));
        post(at(end, move(EntryKind.ADJUSTMENT, bank, bob, 1)));
    }

    @Test
    void aPreviewAnswersAsTheCommandWouldAndLeavesNothing() {
        var command = command(List.of(move(EntryKind.PAYMENT, ann, bob, 1_000)), List.of());
        for (var i = 0; i < 3; i++) {
            assertInstanceOf(Post.Posted.class, preview(command));
        }
        assertInstanceOf(Post.Posted.class, TestPlatform.await(send(command)));
        assertInstanceOf(Post.Replayed.class, preview(command));
        assertInstanceOf(
                Post.Declined.class, preview(command(List.of(move(EntryKind.PAYMENT, ann, bob, 1)), List.of())));
    }

    private Post.Outcome preview(Post command) {
        return TestPlatform.await(platform.platform().bus().request(Preview.ADDRESS, new Preview(command)));
    }

    private void limit(UUID subject, Rule... rules) {
        var row = new LimitRules(tenant, subject, USD, List.of(rules), clock.instant()).row();
        assertTrue(posted(send(List.of(new Advance(new GuardId(next()), 0)), List.of(row))));
    }

    private List<Long> used(UUID subject) {
        var question = new ReadLimits(tenant, List.of(subject));
        return TestPlatform.await(platform.platform().bus().request(ReadLimits.ADDRESS, question)).limits().stream()
                .map(ReadLimits.Limit::usedAmount)
                .toList();
    }

    private void post(Step... steps) {
        assertInstanceOf(Post.Posted.class, TestPlatform.await(send(steps)));
    }

    private String decline(Step... steps) {
        return assertInstanceOf(Post.Declined.class, TestPlatform.await(send(steps)))
                .reason()
                .name();
    }

    private boolean posted(Future<Post.Outcome> outcome) {
        return TestPlatform.await(outcome) instanceof Post.Posted;
    }

    private Future<Post.Outcome> send(Step... steps) {
        return send(List.of(steps), List.of());
    }

    private Future<Post.Outcome> send(List<Step> steps, List<Post.BusinessRow> rows) {
        return send(command(steps, rows));
    }

    private Future<Post.Outcome> send(Post command) {
        return platform.platform().bus().request(Post.ADDRESS, command);
    }

    private Post command(List<Step> steps, List<Post.BusinessRow> rows) {
        var key = new Post.Key(tenant.uuid(), next().toString(), "0");
        return new Post(
                tenant,
                key,
                "req",
                steps,
                rows,
                List.of(),
                new Post.Reply(201, "{}"),
                clock.instant().plusSeconds(30));
    }

    private static OpenAccount open(AccountId id, @Nullable UserId owner, @Nullable Long floor) {
        return new OpenAccount(id, "test:" + id, AccountClass.LIABILITY, USD, owner, floor, false);
    }

    private PlaceHold hold(HoldId id, long amount, Duration until) {
        return new PlaceHold(id, ann, amount, USD, owner, clock.instant().plus(until));
    }

    private PostEntry move(EntryKind kind, AccountId from, AccountId to, long amount) {
        return new PostEntry(
                new EntryId(next()),
                kind,
                "test",
                "",
                "test",
                clock.instant(),
                List.of(
                        new Posting(from, Side.DEBIT, amount, USD, null),
                        new Posting(to, Side.CREDIT, amount, USD, null)));
    }

    private static PostEntry at(Instant effectiveAt, PostEntry entry) {
        return new PostEntry(
                entry.entry(),
                entry.kind(),
                entry.reference(),
                entry.description(),
                entry.actor(),
                effectiveAt,
                entry.postings());
    }

    private UUID next() {
        return platform.platform().ids().next();
    }
}
