package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.AccountClass;
import finance.flowlet.contract.ledger.AccountStatus;
import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.LimitWindow;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.money.Currency;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Random commands over a small world, so that they collide: few accounts, few owners, few keys, small
/// balances. Now and then a command is repeated, or its key is used for something else.
final class RandomCommands {
    private static final List<Currency> CURRENCIES = List.of(Currency.of("USD"), Currency.of("JPY"));
    private static final int ACCOUNTS = 14;

    /// The owners and some accounts may only spend so much, and the boundary of a day and a month lies
    /// within a run.
    static final Map<UUID, List<LimitRule>> LIMITS = Map.of(
            new UUID(6, 1),
            List.of(
                    rule(new UUID(6, 1), LimitWindow.DAY, 40_000L, null),
                    rule(new UUID(6, 1), LimitWindow.MONTH, 100_000L, 900L)),
            new UUID(6, 2),
            List.of(rule(new UUID(6, 2), LimitWindow.TRANSACTION, 90L, null)));

    private final SplittableRandom random;
    private final List<Post> sent = new ArrayList<>();
    private long ids;

    private static LimitRule rule(UUID subject, LimitWindow window, Long amount, @Nullable Long count) {
        return new LimitRule(new TenantId(new UUID(1, 1)), subject, CURRENCIES.getFirst(), window, amount, count);
    }

    RandomCommands(long seed) {
        this.random = new SplittableRandom(seed);
    }

    Post next(Instant at) {
        var chance = random.nextInt(100);
        if (chance < 8 && !sent.isEmpty()) {
            return recent();
        }
        if (chance < 10 && !sent.isEmpty()) {
            var other = recent();
            var key = new Post.Key(other.key().scope(), other.key().text(), "another request");
            return new Post(other.tenant(), key, "req", steps(at), List.of(), List.of(), other.reply(), at);
        }
        var tenant = new TenantId(new UUID(1, random.nextInt(30) == 0 ? 2 : 1));
        var name = "key-" + ids++;
        var command = new Post(
                tenant,
                new Post.Key(tenant.uuid(), name, "fingerprint of " + name),
                "req",
                steps(at),
                List.of(),
                List.of(),
                new Post.Reply(201, name),
                at);
        sent.add(command);
        return command;
    }

    private Post recent() {
        return sent.get(Math.max(0, sent.size() - 1 - random.nextInt(200)));
    }

    private List<Step> steps(Instant at) {
        var steps = new ArrayList<Step>();
        switch (random.nextInt(14)) {
            case 0 -> steps.add(open(random.nextInt(ACCOUNTS), random.nextBoolean()));
            case 1 -> steps.add(place(at));
            case 2 -> {
                var amount = amount();
                steps.add(new Step.CaptureHold(hold(), amount, random.nextBoolean()));
                steps.add(entry(at, amount));
            }
            case 3 ->
                steps.add(new Step.ReleaseHold(
                        hold(), random.nextBoolean() ? Step.Release.VOIDED : Step.Release.EXPIRED));
            case 4 -> {
                var ceiling = random.nextLong(1, 400);
                var amount = random.nextInt(5) == 0 ? -amount() : amount();
                steps.add(new Step.UseGuard(guard(), amount, Math.max(400, ceiling), Decline.LIMIT_EXCEEDED));
                steps.add(entry(at, Math.abs(amount)));
            }
            case 5 -> steps.add(status());
            case 7 -> steps.add(rare(at));
            case 8 -> {
                steps.add(new Step.Advance(guard(), random.nextInt(3)));
                steps.add(new Step.Before(at.plusMillis(random.nextInt(1_000)), Decline.QUOTE_EXPIRED));
            }
            // The bank has no floor: this is where money comes from.
            case 6 -> steps.add(entry(at, bank(), account(), amount()));
            default -> steps.add(entry(at, amount()));
        }
        return steps;
    }

    private Step rare(Instant at) {
        return random.nextInt(40) == 0
                ? new Step.ClosePeriod(at.minusSeconds(random.nextInt(200, 2_000)))
                : new Step.SetFloor(account(1 + random.nextInt(ACCOUNTS)), -random.nextLong(100));
    }

    private Step.PlaceHold place(Instant at) {
        var account = account();
        return new Step.PlaceHold(
                hold(),
                account,
                amount(),
                CURRENCIES.get(random.nextInt(20) == 0 ? 1 : 0),
                random.nextInt(12) == 0 ? owner(random.nextInt(ACCOUNTS)) : null,
                at.plusMillis(random.nextInt(1, 4_000)));
    }

    private Step.OpenAccount open(int number, boolean ifAbsent) {
        return new Step.OpenAccount(
                account(number),
                "account:" + number,
                number == 0 ? AccountClass.ASSET : AccountClass.LIABILITY,
                CURRENCIES.get(number % 7 == 6 ? 1 : 0),
                owner(number),
                number == 0 ? null : Long.valueOf(number == 5 ? -50 : 0),
                ifAbsent);
    }

    private Step.SetStatus status() {
        var statuses = AccountStatus.values();
        // Closing ends an account for good, so it is rare.
        var status = switch (random.nextInt(40)) {
            case 0 -> AccountStatus.CLOSED;
            case 1, 2, 3, 4, 5, 6, 7, 8 -> statuses[random.nextInt(statuses.length - 1)];
            default -> AccountStatus.OPEN;
        };
        var from = random.nextInt(3) == 0
                ? EnumSet.of(AccountStatus.OPEN)
                : EnumSet.complementOf(EnumSet.of(AccountStatus.CLOSED));
        return new Step.SetStatus(account(1 + random.nextInt(ACCOUNTS)), status, from, null);
    }

    private Step.PostEntry entry(Instant at, long amount) {
        return entry(at, account(), account(), amount);
    }

    private Step.PostEntry entry(Instant at, AccountId from, AccountId to, long amount) {
        var other = to.equals(from) ? account((int) (to.uuid().getLeastSignificantBits() % 100 + 1) % ACCOUNTS) : to;
        var currency = CURRENCIES.get(random.nextInt(20) == 0 ? 1 : 0);
        var owner = random.nextInt(12) == 0 ? owner(random.nextInt(ACCOUNTS)) : null;
        return new Step.PostEntry(
                new EntryId(new UUID(5, ids++)),
                random.nextInt(3) == 0 ? EntryKind.CAPTURE : EntryKind.PAYMENT,
                "reference",
                "",
                "simulation",
                random.nextInt(15) == 0 ? at.minusSeconds(random.nextInt(2_000)) : at,
                List.of(
                        new Step.Posting(from, Step.Side.DEBIT, amount, currency, owner),
                        new Step.Posting(other, Step.Side.CREDIT, amount, currency, null)));
    }

    private long amount() {
        return switch (random.nextInt(800)) {
            case 0 -> Long.MAX_VALUE;
            case 1 -> Long.MAX_VALUE - random.nextInt(100);
            default -> random.nextLong(1, 120);
        };
    }

    private AccountId account() {
        return account(random.nextInt(20) == 0 ? ACCOUNTS : random.nextInt(ACCOUNTS));
    }

    /// Every few thousand commands the world begins anew, before all its accounts are closed or rich.
    private AccountId account(int number) {
        return new AccountId(new UUID(2, number + ids / 4_000 * 100));
    }

    private AccountId bank() {
        return account(0);
    }

    private HoldId hold() {
        return new HoldId(new UUID(3, random.nextLong(Math.max(1, ids - 60), ids + 2) / 20));
    }

    private GuardId guard() {
        return new GuardId(new UUID(4, random.nextLong(ids / 500 + 1)));
    }

    private static @Nullable UserId owner(int number) {
        return number == 0 ? null : new UserId(new UUID(6, number % 3));
    }
}
