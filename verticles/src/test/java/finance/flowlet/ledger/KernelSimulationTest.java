package finance.flowlet.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Step.Side;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Random commands, batch splits, crashes between the two round trips, lost replies and retries: the kernel
/// must agree with the naive ledger command by command, and the books must balance at the end.
///
/// `-Dflowlet.simulation.commands=10000000 -Dflowlet.simulation.seed=42` runs longer, or one run again.
class KernelSimulationTest {
    private static final int COMMANDS = Integer.getInteger("flowlet.simulation.commands", 100_000);
    private static final long SEED = Long.getLong("flowlet.simulation.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final MemoryStore store = new MemoryStore(RandomCommands.LIMITS);
    private final NaiveLedger naive = new NaiveLedger(RandomCommands.LIMITS);
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private Instant now = Instant.parse("2026-01-31T23:55:00Z");

    @Test
    void kernelAgreesWithTheNaiveLedger() {
        var commands = new RandomCommands(SEED);
        var startedAt = System.nanoTime();
        var done = 0;
        List<Post> waiting = new ArrayList<>();
        while (done < COMMANDS) {
            for (var size = random.nextInt(1, 40); waiting.size() < size; ) {
                waiting.add(commands.next(now));
            }
            now = now.plusMillis(random.nextInt(1, 400));
            done += waiting.size();
            waiting = run(waiting);
        }
        assertBooksAreRight();
        report(done, Duration.ofNanos(System.nanoTime() - startedAt));
    }

    /// Runs one batch; answers with the commands whose senders did not hear and will repeat them.
    private List<Post> run(List<Post> batch) {
        var decision = Ledger.decide(store.lock(batch, now), batch, now, (_, id) -> new Post.Reply(409, id));
        var fate = random.nextInt(20);
        if (fate == 0) {
            outcomes.merge("(crashed before the commit)", 1, Integer::sum);
            return batch;
        }
        store.commit(decision.changes());
        for (var i = 0; i < batch.size(); i++) {
            var expected = naive.run(batch.get(i), now);
            assertEquals(
                    expected,
                    word(decision.outcomes().get(i)),
                    "seed " + SEED + ", " + batch.get(i).steps());
            outcomes.merge(expected, 1, Integer::sum);
        }
        if (fate == 1) {
            outcomes.merge("(reply lost after the commit)", 1, Integer::sum);
            return batch;
        }
        return new ArrayList<>();
    }

    private static String word(Post.Outcome outcome) {
        return switch (outcome) {
            case Post.Posted _ -> "Posted";
            case Post.Replayed _ -> "Replayed";
            case Post.KeyReused _ -> "KeyReused";
            case Post.Declined(var reason, var _, var _) -> reason.name();
        };
    }

    private void assertBooksAreRight() {
        naive.accounts.forEach((id, balance) -> {
            var account = Objects.requireNonNull(store.accounts.get(id));
            assertEquals(balance.debits, BigInteger.valueOf(account.debits()), "seed " + SEED);
            assertEquals(balance.credits, BigInteger.valueOf(account.credits()), "seed " + SEED);
            assertEquals(balance.held, BigInteger.valueOf(account.held()), "seed " + SEED);
            assertEquals(balance.postings, account.version(), "seed " + SEED);
            assertEquals(balance.status, account.status(), "seed " + SEED);
        });
        store.accounts.values().forEach(account -> {
            var running = BigInteger.ZERO;
            for (var line : store.postings.getOrDefault(account.id(), List.of())) {
                var amount = BigInteger.valueOf(line.minorUnits());
                running = line.side() == Side.CREDIT ? running.add(amount) : running.subtract(amount);
                assertEquals(running, BigInteger.valueOf(line.balanceAfter()), "seed " + SEED);
            }
            assertEquals(running, BigInteger.valueOf(account.balance()), "seed " + SEED);
        });
        var held = store.holds.values().stream().mapToLong(Hold::remaining).sum();
        assertEquals(store.accounts.values().stream().mapToLong(Account::held).sum(), held, "seed " + SEED);
    }

    private void report(int done, Duration took) {
        System.out.printf(
                "simulation: seed %d, %,d commands in %,d ms (%,.0f per second), %s%n",
                SEED, done, took.toMillis(), done * 1e9 / took.toNanos(), outcomes);
        for (var expected : List.of(
                "Posted",
                "Replayed",
                "KeyReused",
                "INSUFFICIENT_FUNDS",
                "HOLD_EXPIRED",
                "LIMIT_EXCEEDED",
                "PERIOD_CLOSED",
                "VERSION_CONFLICT",
                "OVERDRAFT_IN_USE")) {
            assertTrue(outcomes.getOrDefault(expected, 0) > 0, "the world never led to " + expected);
        }
    }

    @Test
    void anySplitIntoBatchesGivesTheSameRows() {
        var commands = new RandomCommands(SEED);
        var stream = new ArrayList<Post>();
        for (var i = 0; i < 5_000; i++) {
            stream.add(commands.next(now));
        }

        var oneByOne = rows(stream, 1);

        for (var size : List.of(2, 7, 100, 5_000)) {
            assertTrue(oneByOne.equals(rows(stream, size)), "seed " + SEED + ", batches of " + size);
        }
    }

    private List<String> rows(List<Post> stream, int batchSize) {
        var memory = new MemoryStore(RandomCommands.LIMITS);
        for (var from = 0; from < stream.size(); from += batchSize) {
            var batch = stream.subList(from, Math.min(stream.size(), from + batchSize));
            memory.commit(Ledger.decide(memory.lock(batch, now), batch, now, (_, id) -> new Post.Reply(409, id))
                    .changes());
        }
        return memory.rows;
    }
}
