package finance.flowlet.ledger;

import static finance.flowlet.testing.TestPlatform.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import finance.flowlet.contract.ledger.AccountClass;
import finance.flowlet.contract.ledger.CheckIntegrity;
import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.ReadAccounts;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.contract.ledger.Step.CaptureHold;
import finance.flowlet.contract.ledger.Step.OpenAccount;
import finance.flowlet.contract.ledger.Step.PlaceHold;
import finance.flowlet.contract.ledger.Step.PostEntry;
import finance.flowlet.contract.ledger.Step.Posting;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.contract.ledger.Step.UseGuard;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestPlatform;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The writer against a real PostgreSQL.
class LedgerWriterTest {
    private static final Currency USD = Currency.of("USD");
    private final Clock clock = Clock.systemUTC();
    private final TestDatabase database = TestDatabase.create();
    private final TestPlatform platform = new TestPlatform(database.config(Map.of()), clock);
    private final TenantId tenant = new TenantId(platform.platform().ids().next());
    private final AccountId bank = new AccountId(platform.platform().ids().next());
    private final AccountId ann = new AccountId(platform.platform().ids().next());
    private final AccountId bob = new AccountId(platform.platform().ids().next());

    @BeforeEach
    void deploy() {
        platform.deploy(new LedgerVerticle(platform.platform()), ThreadingModel.EVENT_LOOP);
        platform.deploy(new ProofVerticle(platform.platform()), ThreadingModel.EVENT_LOOP);
        assertInstanceOf(
                Post.Posted.class, post("open", open(bank, null), open(ann, 0L), open(bob, 0L), move(bank, ann, 100)));
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void racingDebitsNeverOverdraw() {
        var outcomes = new ArrayList<Future<Post.Outcome>>();
        for (var i = 0; i < 200; i++) {
            outcomes.add(send("race-" + i, move(ann, bob, 2)));
        }

        var posted = outcomes.stream()
                .map(TestPlatform::await)
                .filter(Post.Posted.class::isInstance)
                .count();

        assertEquals(50, posted);
        assertEquals(0, balance(ann));
        assertEquals(100, balance(bob));
        assertClean();
    }

    @Test
    void oneKeyHasOneEffectHoweverOftenItIsSent() {
        var outcomes = new ArrayList<Future<Post.Outcome>>();
        for (var i = 0; i < 100; i++) {
            outcomes.add(send("same", move(ann, bob, 7)));
        }
        var posted = outcomes.stream()
                .map(TestPlatform::await)
                .filter(Post.Posted.class::isInstance)
                .count();

        assertEquals(1, posted);
        assertInstanceOf(Post.Replayed.class, post("same", move(ann, bob, 7)));
        assertEquals(93, balance(ann));
        assertClean();
    }

    /// The write skew of R9: two wallets under one limit, spent from at once through two writers.
    @Test
    void aLimitOverTwoWalletsHoldsAcrossWriters() {
        platform.deploy(new LedgerVerticle(platform.platform()), ThreadingModel.EVENT_LOOP);
        var limit = new GuardId(platform.platform().ids().next());
        post("fund", move(bank, bob, 100));
        var outcomes = new ArrayList<Future<Post.Outcome>>();
        for (var i = 0; i < 60; i++) {
            outcomes.add(send(
                    "limit-" + i,
                    new UseGuard(limit, 5, 100, Post.Decline.LIMIT_EXCEEDED),
                    i % 2 == 0 ? move(ann, bank, 5) : move(bob, bank, 5)));
        }

        var posted = outcomes.stream()
                .map(TestPlatform::await)
                .filter(Post.Posted.class::isInstance)
                .count();

        assertEquals(20, posted);
        assertEquals(100, balance(ann) + balance(bob));
        assertClean();
    }

    /// Same key, two requests, one batch: the stored answer must belong to the request that was answered.
    /// The key was once stored with the fingerprint of whichever was claimed first.
    @Test
    void aKeyIsStoredWithTheRequestThatWasAnswered() {
        for (var i = 0; i < 20; i++) {
            // The first is being committed while those that follow form one batch.
            var first = send("warm-" + i, move(bank, bob, 1));
            var refused = send(
                    named("shared-" + i, "one"),
                    move(new AccountId(platform.platform().ids().next()), bob, 1));
            var paid = send(named("shared-" + i, "two"), move(bank, bob, 1));
            assertInstanceOf(Post.Posted.class, await(first));
            assertEquals(Post.Decline.ACCOUNT_NOT_FOUND, declined(await(refused)));
            assertInstanceOf(Post.Posted.class, await(paid));

            assertInstanceOf(Post.Replayed.class, await(send(named("shared-" + i, "two"), move(bank, bob, 1))));
            assertInstanceOf(Post.KeyReused.class, await(send(named("shared-" + i, "one"), move(bank, bob, 1))));
        }
        assertClean();
    }

    @Test
    void aHoldReservesUntilItIsResolvedOnce() {
        var hold = new HoldId(platform.platform().ids().next());
        var expiresAt = clock.instant().plusSeconds(60);

        assertInstanceOf(Post.Posted.class, post("hold", new PlaceHold(hold, ann, 60, USD, null, expiresAt)));
        assertEquals(Post.Decline.INSUFFICIENT_FUNDS, declined(post("too much", move(ann, bob, 41))));
        assertInstanceOf(Post.Posted.class, post("capture", new CaptureHold(hold, 25, true), move(ann, bob, 25)));
        assertEquals(
                Post.Decline.HOLD_ALREADY_RESOLVED,
                declined(post("again", new CaptureHold(hold, 1, true), move(ann, bob, 1))));
        assertInstanceOf(Post.Posted.class, post("rest", move(ann, bob, 75)));
        assertEquals(0, balance(ann));
        assertClean();
    }

    private static Post.Decline declined(Post.Outcome outcome) {
        return assertInstanceOf(Post.Declined.class, outcome).reason();
    }

    @Test
    void historyCannotBeRewrittenByTheLedgersOwnRole() {
        for (var table : List.of("entry", "posting", "batch")) {
            assertThrows(
                    IllegalStateException.class,
                    () -> database.execute("set role flowlet_ledger; delete from ledger." + table));
        }
        assertThrows(
                IllegalStateException.class, () -> database.execute("update ledger.posting set amount = amount + 1"));
    }

    @Test
    void aChangedByteIsFound() {
        database.execute("set session_replication_role = replica; "
                + "update ledger.entry set description = 'changed' where position = 0");

        var findings = await(platform.platform().bus().request(CheckIntegrity.ADDRESS, new CheckIntegrity(tenant)))
                .findings();

        assertEquals(
                List.of("root_covers_its_rows"),
                findings.stream().map(f -> f.check()).toList());
    }

    private void assertClean() {
        var report = await(platform.platform().bus().request(CheckIntegrity.ADDRESS, new CheckIntegrity(tenant)));
        assertEquals(List.of(), report.findings());
    }

    private long balance(AccountId account) {
        return await(platform.platform()
                        .bus()
                        .request(ReadAccounts.ADDRESS, new ReadAccounts(tenant, List.of(account))))
                .accounts()
                .getFirst()
                .balance();
    }

    private Post.Outcome post(String key, Step... steps) {
        return await(send(key, steps));
    }

    private Post.Key named(String text, String fingerprint) {
        return new Post.Key(tenant.uuid(), text, fingerprint);
    }

    private Future<Post.Outcome> send(String key, Step... steps) {
        return send(named(key, "fingerprint"), steps);
    }

    private Future<Post.Outcome> send(Post.Key key, Step... steps) {
        return platform.platform()
                .bus()
                .request(
                        Post.ADDRESS,
                        new Post(
                                tenant,
                                key,
                                "req_test",
                                List.of(steps),
                                List.of(),
                                List.of(),
                                new Post.Reply(201, "{}"),
                                clock.instant().plusSeconds(20)));
    }

    private static OpenAccount open(AccountId id, @Nullable Long floor) {
        return new OpenAccount(id, id.toString(), AccountClass.LIABILITY, USD, null, floor, false);
    }

    private PostEntry move(AccountId from, AccountId to, long amount) {
        return new PostEntry(
                new EntryId(platform.platform().ids().next()),
                EntryKind.PAYMENT,
                "pay_test",
                "",
                "test",
                clock.instant(),
                List.of(
                        new Posting(from, Side.DEBIT, amount, USD, null),
                        new Posting(to, Side.CREDIT, amount, USD, null)));
    }
}
