package finance.flowlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.platform.Jobs;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestPlatform;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two processes on one database, and work that one of them is enough for.
class JobsTest {
    private final TestDatabase database = TestDatabase.create();
    private final TestPlatform first = platform();
    private final TestPlatform second = platform();
    private final Semaphore roundsOfFirst = new Semaphore(0);
    private final Semaphore roundsOfSecond = new Semaphore(0);

    private TestPlatform platform() {
        var often = Map.of("FLOWLET_JOBS_INTERVAL_MILLIS", "10", "FLOWLET_JOBS_LEASE_MILLIS", "1000");
        return new TestPlatform(database.config(often), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    @Test
    void oneOfTwoRunsIt() throws InterruptedException {
        firstThenSecond();

        assertTrue(roundsOfFirst.tryAcquire(50, 10, TimeUnit.SECONDS));
        assertEquals(0, roundsOfSecond.availablePermits());
        assertEquals(1, database.number("select token from platform.job_lease where job = 'sweep'"));
    }

    @Test
    void whoStopsLeavesItToTheOther() throws InterruptedException {
        firstThenSecond();

        TestPlatform.await(Jobs.release(first.platform()));
        first.close();

        assertTrue(roundsOfSecond.tryAcquire(5, 10, TimeUnit.SECONDS));
    }

    @Test
    void whoDiesLeavesItWhenTheLeaseIsOver() throws InterruptedException {
        firstThenSecond();

        first.close();

        assertTrue(roundsOfSecond.tryAcquire(5, 10, TimeUnit.SECONDS));
        assertEquals(2, database.number("select token from platform.job_lease where job = 'sweep'"));
    }

    @Test
    void aRoundRunsOnTheContextOfItsVerticle() throws InterruptedException {
        var context = first.platform().vertx().getOrCreateContext();
        var elsewhere = new Semaphore(0);
        var here = new Semaphore(0);
        context.runOnContext(_ -> Jobs.once(first.platform(), "sweep", () -> {
            (first.platform().vertx().getOrCreateContext().equals(context) ? here : elsewhere).release();
            return Future.succeededFuture();
        }));

        assertTrue(here.tryAcquire(20, 10, TimeUnit.SECONDS));
        assertFalse(elsewhere.tryAcquire());
    }

    private void firstThenSecond() throws InterruptedException {
        run(first, roundsOfFirst);
        assertTrue(roundsOfFirst.tryAcquire(1, 10, TimeUnit.SECONDS));
        run(second, roundsOfSecond);
    }

    private static void run(TestPlatform platform, Semaphore rounds) {
        Jobs.once(platform.platform(), "sweep", () -> {
            rounds.release();
            return Future.succeededFuture();
        });
    }
}
