package finance.flowlet.ledger;

import static finance.flowlet.testing.TestPlatform.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import finance.flowlet.contract.ledger.AccountClass;
import finance.flowlet.contract.ledger.BalanceAt;
import finance.flowlet.contract.ledger.BalanceAt.AccountBalance;
import finance.flowlet.contract.ledger.Basis;
import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.contract.ledger.Step.OpenAccount;
import finance.flowlet.contract.ledger.Step.PostEntry;
import finance.flowlet.contract.ledger.Step.Posting;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import finance.flowlet.testing.TestClock;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestPlatform;
import io.vertx.core.ThreadingModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Balances of the past against a replay of what was posted.
class PointInTimeTest {
    private static final Currency USD = Currency.of("USD");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private final TestClock clock = new TestClock(START);
    private final TestDatabase database = TestDatabase.create();
    private final TestPlatform platform = new TestPlatform(database.config(Map.of()), clock);
    private final TenantId tenant = new TenantId(platform.platform().ids().next());
    private final List<AccountId> accounts = Stream.generate(
                    () -> new AccountId(platform.platform().ids().next()))
            .limit(4)
            .toList();

    private record Moved(AccountId account, long signed, Instant recorded, Instant effective) {}

    @BeforeEach
    void deploy() {
        platform.deploy(new LedgerVerticle(platform.platform()), ThreadingModel.EVENT_LOOP);
        accounts.forEach(account ->
                post(new OpenAccount(account, "test:" + account, AccountClass.ASSET, USD, null, null, false)));
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void equalsAReplayOfTheEntriesAtAnyMoment() {
        var seed = new Random().nextLong();
        System.out.println("PointInTimeTest seed " + seed);
        var random = new Random(seed);
        var moved = new ArrayList<Moved>();
        for (var i = 0; i < 120; i++) {
            clock.advance(Duration.ofMillis(1 + random.nextInt(1_000_000)));
            moved.addAll(post(random));
        }
        for (var i = 0; i < 100; i++) {
            var at = i % 3 == 0
                    ? moved.get(random.nextInt(moved.size())).recorded().minusNanos(random.nextInt(2) * 1_000L)
                    : START.plusMillis(random.nextInt(
                            (int) Duration.between(START, clock.instant()).toMillis()));
            for (var basis : Basis.values()) {
                assertEquals(replay(moved, at, basis), ask(at, basis), () -> "seed " + seed + " " + at + " " + basis);
            }
        }
    }

    @Test
    void nothingIsKnownOfTheFutureNorOfOthers() {
        var later = clock.instant().plus(Duration.ofDays(1));

        var answer = await(platform.platform()
                .bus()
                .request(BalanceAt.ADDRESS, new BalanceAt(tenant, accounts, later, Basis.RECORDED)));
        var others = new TenantId(platform.platform().ids().next());
        var foreign = await(platform.platform()
                .bus()
                .request(BalanceAt.ADDRESS, new BalanceAt(others, accounts, later, Basis.RECORDED)));

        assertEquals(clock.instant(), answer.at());
        assertEquals(List.of(), foreign.balances());
    }

    /// Postings of one account never share a moment: under a clock that stands still they are dated ahead of it.
    @Test
    void whoAsksAboutTheFutureIsToldWhatIsDatedAheadOfTheClock() {
        var random = new Random(1);
        clock.advance(Duration.ofSeconds(1));
        var moved = IntStream.range(0, 5)
                .mapToObj(_ -> post(random))
                .flatMap(List::stream)
                .toList();
        var later = clock.instant().plus(Duration.ofDays(1));

        for (var basis : Basis.values()) {
            var answer = await(platform.platform()
                    .bus()
                    .request(BalanceAt.ADDRESS, new BalanceAt(tenant, accounts, later, basis)));
            assertEquals(
                    moved.size(),
                    answer.balances().stream()
                            .mapToLong(AccountBalance::postings)
                            .sum(),
                    () -> basis.toString());
        }
    }

    private List<Moved> post(Random random) {
        var from = random.nextInt(accounts.size());
        var to = (from + 1 + random.nextInt(accounts.size() - 1)) % accounts.size();
        var amount = 1 + random.nextInt(1000);
        var effective = random.nextInt(3) > 0
                ? clock.instant()
                : START.plusMillis(random.nextInt(
                        (int) Duration.between(START, clock.instant()).toMillis()));
        post(new PostEntry(
                new EntryId(platform.platform().ids().next()),
                EntryKind.ADJUSTMENT,
                "test",
                "",
                "test",
                effective,
                List.of(
                        new Posting(accounts.get(from), Side.DEBIT, amount, USD, null),
                        new Posting(accounts.get(to), Side.CREDIT, amount, USD, null))));
        return List.of(
                new Moved(accounts.get(from), -amount, clock.instant(), effective),
                new Moved(accounts.get(to), amount, clock.instant(), effective));
    }

    private void post(Step step) {
        var ids = platform.platform().ids();
        var outcome = await(platform.platform()
                .bus()
                .request(
                        Post.ADDRESS,
                        new Post(
                                tenant,
                                Post.Key.of(null, tenant, ids),
                                "req_test",
                                List.of(step),
                                List.of(),
                                List.of(),
                                new Post.Reply(201, "{}"),
                                clock.instant().plusSeconds(10))));
        assertInstanceOf(Post.Posted.class, outcome);
    }

    private List<List<Long>> ask(Instant at, Basis basis) {
        var answer =
                await(platform.platform().bus().request(BalanceAt.ADDRESS, new BalanceAt(tenant, accounts, at, basis)));
        return accounts.stream()
                .map(account -> answer.balances().stream()
                        .filter(balance -> balance.account().equals(account))
                        .findFirst()
                        .orElseThrow())
                .map((AccountBalance balance) -> List.of(balance.balance(), balance.postings()))
                .toList();
    }

    private List<List<Long>> replay(List<Moved> moved, Instant at, Basis basis) {
        return accounts.stream()
                .map(account -> moved.stream()
                        .filter(one -> one.account().equals(account))
                        .filter(one -> !(basis == Basis.RECORDED ? one.recorded() : one.effective()).isAfter(at))
                        .map(Moved::signed)
                        .toList())
                .map(signed ->
                        List.of(signed.stream().mapToLong(Long::longValue).sum(), (long) signed.size()))
                .toList();
    }
}
