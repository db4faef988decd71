package planted.payments;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.Random;
import java.util.UUID;

final class LooksAtTheClock {
    private LooksAtTheClock() {}

    static Instant forbiddenInstant() {
        return Instant.now();
    }

    static LocalDate forbiddenDate() {
        return LocalDate.now(Clock.systemUTC());
    }

    static Clock forbiddenClock() {
        return Clock.systemUTC();
    }

    static long forbiddenMillis() {
        return System.currentTimeMillis();
    }

    static UUID forbiddenUuid() {
        return UUID.randomUUID();
    }

    static Random forbiddenRandom() {
        return new Random(0);
    }

    @SuppressWarnings("JavaUtilDate")
    static Date forbiddenLegacyDate() {
        return new Date(0);
    }

    static void forbiddenSleep() throws InterruptedException {
        Thread.sleep(0);
    }
}
