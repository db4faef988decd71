package finance.flowlet.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// When requests start, and who pays whom.
class PaceTest {
    private static final long SEED = 42;

    @Test
    void evenArrivalsDoNotDriftFromTheRate() {
        var arrivals = new Pace.Open(3000, false).arrivals(SEED);
        var last = 0L;
        for (var i = 0; i <= 3_000_000; i++) {
            last = arrivals.next();
        }
        assertEquals(TimeUnit.SECONDS.toNanos(1000), last);
    }

    @Test
    void poissonArrivalsKeepTheRateAndBunchAsTheyShould() {
        var arrivals = new Pace.Open(1000, true).arrivals(SEED);
        var last = 0L;
        var early = 0;
        for (var i = 0; i < 100_000; i++) {
            var next = arrivals.next();
            assertTrue(next >= last, "seed " + SEED);
            early += next - last < 1_000_000 ? 1 : 0;
            last = next;
        }
        assertEquals(100.0, last / 1e9, 1.0, "seed " + SEED);
        // Of exponential gaps, 63.2 % are shorter than their mean.
        assertEquals(0.632, early / 100_000.0, 0.01, "seed " + SEED);
    }

    @Test
    void theSameSeedRepeatsTheSameArrivals() {
        var one = new Pace.Open(1000, true).arrivals(SEED);
        var other = new Pace.Open(1000, true).arrivals(SEED);
        for (var i = 0; i < 1000; i++) {
            assertEquals(one.next(), other.next());
        }
    }

    @Test
    void theMostPopularIsTwiceAsPopularAsTheSecond() {
        var zipf = new Zipf(1000);
        var random = new SplittableRandom(SEED);
        var counts = new int[1000];
        for (var i = 0; i < 400_000; i++) {
            counts[zipf.next(random)]++;
        }
        assertEquals(2.0, counts[0] / (double) counts[1], 0.1, "seed " + SEED);
        assertEquals(10.0, counts[0] / (double) counts[9], 1.0, "seed " + SEED);
        assertTrue(counts[999] > 0, "seed " + SEED);
    }

    @ParameterizedTest
    @EnumSource
    void nobodyPaysThemselves(Scenario scenario) {
        var pairs = scenario.pairs(7, new SplittableRandom(SEED));
        for (var i = 0; i < 10_000; i++) {
            pairs.draw();
            assertTrue(pairs.payer() != pairs.payee(), "seed " + SEED);
            assertTrue(pairs.payer() >= 0 && pairs.payer() < 7 && pairs.payee() >= 0 && pairs.payee() < 7);
        }
    }

    @Test
    void aHotWalletIsOnOneSideOfEveryPayment() {
        var credit = Scenario.HOT_CREDIT.pairs(100, new SplittableRandom(SEED));
        var debit = Scenario.HOT_DEBIT.pairs(100, new SplittableRandom(SEED));
        for (var i = 0; i < 1000; i++) {
            credit.draw();
            debit.draw();
            assertEquals(0, credit.payee());
            assertEquals(0, debit.payer());
        }
    }

    @Test
    void sevenOfTenMixedRequestsRead() {
        var random = new SplittableRandom(SEED);
        var payments = 0;
        for (var i = 0; i < 100_000; i++) {
            payments += Scenario.MIXED.kind(random) == Kind.PAYMENT ? 1 : 0;
        }
        assertEquals(0.30, payments / 100_000.0, 0.01, "seed " + SEED);
    }

    @Test
    void whatWaitsLeavesInItsOrderHoweverManyWait() {
        var queue = new LongQueue();
        var next = 0L;
        for (var i = 0L; i < 10_000; i++) {
            queue.add(i);
            if (i % 3 == 0) {
                assertEquals(next, queue.first());
                assertEquals(next++, queue.remove());
            }
        }
        while (!queue.isEmpty()) {
            assertEquals(next++, queue.remove());
        }
        assertEquals(10_000, next);
    }
}
