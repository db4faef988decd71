package finance.flowlet.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import finance.flowlet.contract.ledger.AccountClass;
import finance.flowlet.contract.ledger.AccountStatus;
import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.LimitWindow;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// An account may have been posted to by a faster clock. The books record no earlier time than that, but
/// what has expired, and which day's limit counts, is judged by the clock of whoever decides.
class RecordedTimeTest {
    private static final Instant BEFORE_MIDNIGHT = Instant.parse("2026-03-31T23:59:59.500Z");
    private static final Instant AFTER_MIDNIGHT = Instant.parse("2026-04-01T00:00:00.200Z");
    private static final Currency USD = Currency.of("USD");
    private static final TenantId TENANT = new TenantId(new UUID(1, 1));
    private static final AccountId ANN = new AccountId(new UUID(2, 1));
    private static final AccountId BOB = new AccountId(new UUID(2, 2));
    private static final LimitRule A_DAY = new LimitRule(TENANT, ANN.uuid(), USD, LimitWindow.DAY, 100L, null);
    private static final Usage SPENT = new Usage(A_DAY.usage(BEFORE_MIDNIGHT), 60, 1);
    private static final Hold HOLD = new Hold(
            new HoldId(new UUID(3, 1)),
            TENANT,
            ANN,
            400,
            0,
            Hold.Status.ACTIVE,
            Instant.parse("2026-04-01T00:00:00Z"),
            BEFORE_MIDNIGHT);

    @Test
    void theLimitOfTheDayThatWasLockedCounts() {
        var decision = decide(41);

        assertEquals(
                Post.Decline.LIMIT_EXCEEDED,
                assertInstanceOf(Post.Declined.class, decision.outcomes().getFirst())
                        .reason());
    }

    @Test
    void whatIsSpentIsCountedInThatDayAndRecordedNoEarlierThanTheAccountSays() {
        var decision = decide(40);

        assertInstanceOf(Post.Posted.class, decision.outcomes().getFirst());
        assertEquals(100, decision.changes().usages().getFirst().amount());
        assertEquals(AFTER_MIDNIGHT, decision.changes().accounts().getFirst().postedAt());
    }

    @Test
    void aHoldDoesNotExpireByAnotherClock() {
        assertEquals(List.of(), decide(40).changes().holds());
    }

    private static Decision decide(long amount) {
        var locked = new Locked(
                Map.of(ANN, account(ANN, 400), BOB, account(BOB, 0)),
                Map.of(HOLD.id(), HOLD),
                Map.of(),
                Map.of(),
                Map.of(ANN.uuid(), List.of(A_DAY)),
                Map.of(SPENT.key(), SPENT),
                Map.of(),
                Map.of(),
                BEFORE_MIDNIGHT);
        return Ledger.decide(locked, List.of(payment(amount)), locked.notBefore(), (_, id) -> new Post.Reply(402, id));
    }

    private static Account account(AccountId id, long held) {
        return new Account(
                id,
                TENANT,
                id.toString(),
                AccountClass.LIABILITY,
                USD,
                null,
                0,
                1_000,
                held,
                0L,
                AccountStatus.OPEN,
                1,
                AFTER_MIDNIGHT);
    }

    private static Post payment(long amount) {
        var entry = new Step.PostEntry(
                new EntryId(new UUID(4, 1)),
                EntryKind.PAYMENT,
                "pay",
                "",
                "test",
                BEFORE_MIDNIGHT,
                List.of(
                        new Step.Posting(ANN, Step.Side.DEBIT, amount, USD, null),
                        new Step.Posting(BOB, Step.Side.CREDIT, amount, USD, null)));
        return new Post(
                TENANT,
                new Post.Key(TENANT.uuid(), "key", "0"),
                "req",
                List.of(entry),
                List.of(),
                List.of(),
                new Post.Reply(201, "{}"),
                BEFORE_MIDNIGHT.plusSeconds(10));
    }
}
