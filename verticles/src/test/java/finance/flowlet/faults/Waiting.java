package finance.flowlet.faults;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Asks until the answer is as wished, at most for the ten seconds in which the service has to be back.
final class Waiting {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PAUSE_NANOS = 20_000_000;

    private Waiting() {}

    static <T> T until(Supplier<T> question, Predicate<T> wish) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var answer = question.get();
        while (!wish.test(answer)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE + ": " + answer);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            answer = question.get();
        }
        return answer;
    }
}
