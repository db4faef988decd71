package finance.flowlet.id;

import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// Makes UUIDv7 (RFC 9562, section 5.7): 48 bits of milliseconds, then randomness, so that ids made later sort later
/// and none can be guessed from another. Within one source time never runs backwards, even when the clock does.
public final class IdSource {
    private final Clock clock;
    private final RandomGenerator random;
    private final AtomicLong lastMillis = new AtomicLong();

    /// `random` must be safe to share between threads (a `SecureRandom` in the product, a seeded one in a
    /// simulation).
    public IdSource(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /// The next id.
    public UUID next() {
        var millis = lastMillis.accumulateAndGet(clock.millis(), Math::max);
        var high = (millis << 16) | 0x7000L | (random.nextLong() & 0x0fffL);
        var low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
