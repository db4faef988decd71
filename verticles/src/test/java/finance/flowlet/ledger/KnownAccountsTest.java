package finance.flowlet.ledger;

import static finance.flowlet.testing.TestPlatform.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.contract.ledger.AccountClass;
import finance.flowlet.contract.ledger.AccountStatus;
import finance.flowlet.contract.ledger.CheckIntegrity;
import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.BusinessRow;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.contract.ledger.Step.Advance;
import finance.flowlet.contract.ledger.Step.OpenAccount;
import finance.flowlet.contract.ledger.Step.PlaceHold;
import finance.flowlet.contract.ledger.Step.PostEntry;
import finance.flowlet.contract.ledger.Step.Posting;
import finance.flowlet.contract.ledger.Step.SetFloor;
import finance.flowlet.contract.ledger.Step.SetStatus;
import finance.flowlet.contract.ledger.Step.Side;
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
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What one process remembers of accounts while another one changes them, on a real PostgreSQL: memory may be
/// wrong, answers may not.
class KnownAccountsTest {
    private static final Currency USD = Currency.of("USD");
    private final Clock clock = Clock.systemUTC();
    private final TestDatabase database = TestDatabase.create();
    private final TestPlatform here = new TestPlatform(database.config(Map.of()), clock);
    private final TestPlatform there = new TestPlatform(database.config(Map.of()), clock);
    private final TenantId tenant = new TenantId(id());
    private final AccountId bank = new AccountId(id());
    private final AccountId ann = new AccountId(id());
    private final AccountId bob = new AccountId(id());

    /// Afterwards `here` knows all three accounts.
    @BeforeEach
    void deploy() {
        for (var process : List.of(here, there)) {
            process.deploy(new LedgerVerticle(process.platform()), ThreadingModel.EVENT_LOOP);
        }
        here.deploy(new ProofVerticle(here.platform()), ThreadingModel.EVENT_LOOP);
        posted(post(here, "open", open(bank, null), open(ann, 0L), open(bob, 0L)));
        posted(post(here, "fund", move(bank, ann, 100)));
        posted(post(here, "known", move(ann, bob, 1)));
    }

    @AfterEach
    void close() {
        var report = await(here.platform().bus().request(CheckIntegrity.ADDRESS, new CheckIntegrity(tenant)));
        assertEquals(List.of(), report.findings());
        here.close();
        there.close();
    }

    /// Whoever asks first waits for the lock of the key, which somebody else has here.
    @Test
    void aBatchOfKnownAccountsAsksNobody() throws SQLException {
        try (var other = database.connect();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(
                    "select pg_advisory_xact_lock(%d)".formatted(new Locked.KeyName(tenant.uuid(), "taken").lock()));

            posted(post(here, "taken", move(ann, bob, 1)));
        }
    }

    @Test
    void moneyThatCameElsewhereCanBeSpent() {
        posted(post(there, "more", move(bank, ann, 1000)));

        posted(post(here, "spend", move(ann, bob, 1000)));
    }

    @Test
    void moneyThatWasSpentElsewhereCannotBeSpentAgain() {
        posted(post(there, "all", move(ann, bob, 99)));

        declined(Decline.INSUFFICIENT_FUNDS, post(here, "again", move(ann, bob, 1)));
    }

    @Test
    void aHoldPlacedElsewhereReserves() {
        var hold = new HoldId(id());
        posted(post(
                there,
                "hold",
                new PlaceHold(hold, ann, 99, USD, null, clock.instant().plusSeconds(60))));

        declined(Decline.INSUFFICIENT_FUNDS, post(here, "spend", move(ann, bob, 1)));
    }

    @Test
    void anAccountFrozenElsewhereIsFrozen() {
        posted(post(there, "freeze", new SetStatus(ann, AccountStatus.FROZEN, Set.of(AccountStatus.OPEN), null)));

        declined(Decline.ACCOUNT_FROZEN, post(here, "spend", move(ann, bob, 1)));
    }

    @Test
    void aFloorSetElsewhereHolds() {
        posted(post(there, "floor", new SetFloor(ann, 90L)));

        declined(Decline.INSUFFICIENT_FUNDS, post(here, "spend", move(ann, bob, 10)));
        posted(post(here, "up to it", move(ann, bob, 9)));
    }

    @Test
    void aFloorLoweredElsewhereIsThereToBeUsed() {
        posted(post(there, "floor", new SetFloor(ann, -50L)));

        posted(post(here, "spend", move(ann, bob, 149)));
    }

    @Test
    void aLimitSetElsewhereIsObeyedAndCounts() {
        posted(await(send(there, named("limit"), List.of(limit(10)), List.of(count()))));

        posted(post(here, "within", move(ann, bob, 9)));
        declined(Decline.LIMIT_EXCEEDED, post(here, "beyond", move(ann, bob, 1)));
    }

    @Test
    void aMonitorSetElsewhereTells() {
        var monitor =
                BusinessRow.json(Post.Table.MONITORS, """
                {"id":"%s","tenant_id":"%s","account_id":"%s","field":"CURRENT","condition":"BELOW","amount":50,
                 "active":true,"created_at":"%s"}""".formatted(id(), tenant.uuid(), ann.uuid(), clock.instant()));
        posted(await(send(there, named("monitor"), List.of(monitor), List.of(count()))));

        posted(post(here, "spend", move(ann, bob, 60)));

        assertEquals(1L, database.number("select sum(crossings) from ledger.monitor"));
    }

    @Test
    void aKeyUsedElsewhereIsAnsweredAsThere() {
        posted(post(there, "shared", move(ann, bob, 5)));

        assertInstanceOf(Post.Replayed.class, post(here, "shared", move(ann, bob, 5)));
        assertInstanceOf(
                Post.KeyReused.class,
                await(send(
                        here, new Post.Key(tenant.uuid(), "shared", "other"), List.of(), List.of(move(ann, bob, 6)))));
        declined(Decline.INSUFFICIENT_FUNDS, post(here, "rest", move(ann, bob, 95)));
        posted(post(here, "all of it", move(ann, bob, 94)));
    }

    @Test
    void whatIsBehindABatchThatFailsTakesEffectOnce() {
        posted(post(here, "more", move(bank, ann, 100_000)));
        for (var round = 0; round < 10; round++) {
            posted(post(there, "between-" + round, move(bank, bob, 1)));
            var name = "burst-" + round + "-";
            var burst = IntStream.range(0, 500)
                    .mapToObj(i -> send(here, named(name + i), List.of(), List.of(move(ann, bob, 1))))
                    .toList();
            burst.forEach(outcome -> posted(await(outcome)));
        }

        assertEquals(5000L + 10 + 1, balance(bob));
        assertEquals(100_099L - 5000, balance(ann));
    }

    /// Both remember, both are wrong all the time: no cent more or less, and nobody waits for ever.
    @Test
    void twoProcessesOnTheSameAccountsLoseNothing() {
        posted(post(here, "more", move(bank, ann, 10_000)));
        var outcomes = new ArrayList<Future<Post.Outcome>>();
        for (var i = 0; i < 4000; i++) {
            var from = i % 3 == 0 ? bob : ann;
            outcomes.add(send(
                    i % 2 == 0 ? here : there,
                    named("both-" + i),
                    List.of(),
                    List.of(move(from, from.equals(ann) ? bob : ann, 1 + i % 7))));
        }
        outcomes.forEach(TestPlatform::await);

        assertEquals(10_100, balance(ann) + balance(bob));
        assertTrue(balance(ann) >= 0 && balance(bob) >= 0);
    }

    private Step count() {
        return new Advance(new GuardId(id()), 0);
    }

    private BusinessRow limit(long amount) {
        return BusinessRow.json(
                Post.Table.LIMIT_RULES, """
                {"tenant_id":"%s","subject":"%s","currency":"USD","at":"%s",
                 "rules":[{"time_window":"DAY","max_amount":%d,"max_count":null}]}""".formatted(tenant.uuid(), ann.uuid(), clock.instant(), amount));
    }

    private static void posted(Post.Outcome outcome) {
        assertInstanceOf(Post.Posted.class, outcome);
    }

    private static void declined(Decline reason, Post.Outcome outcome) {
        assertEquals(reason, assertInstanceOf(Post.Declined.class, outcome).reason());
    }

    private long balance(AccountId account) {
        return database.number(
                "select posted_credits - posted_debits from ledger.account where id = '%s'".formatted(account.uuid()));
    }

    private Post.Outcome post(TestPlatform process, String key, Step... steps) {
        return await(send(process, named(key), List.of(), List.of(steps)));
    }

    private Post.Key named(String text) {
        return new Post.Key(tenant.uuid(), text, "fingerprint");
    }

    private Future<Post.Outcome> send(TestPlatform process, Post.Key key, List<BusinessRow> rows, List<Step> steps) {
        var command = new Post(
                tenant,
                key,
                "req_test",
                steps,
                rows,
                List.of(),
                new Post.Reply(201, "{}"),
                clock.instant().plusSeconds(20));
        return process.platform().bus().request(Post.ADDRESS, command);
    }

    private static OpenAccount open(AccountId id, @Nullable Long floor) {
        return new OpenAccount(id, id.toString(), AccountClass.LIABILITY, USD, null, floor, false);
    }

    private PostEntry move(AccountId from, AccountId to, long amount) {
        return new PostEntry(
                new EntryId(id()),
                EntryKind.PAYMENT,
                "pay_test",
                "",
                "test",
                clock.instant(),
                List.of(
                        new Posting(from, Side.DEBIT, amount, USD, null),
                        new Posting(to, Side.CREDIT, amount, USD, null)));
    }

    private UUID id() {
        return here.platform().ids().next();
    }
}
