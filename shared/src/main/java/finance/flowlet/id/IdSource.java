package finance.flowlet.id;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Makes UUIDv7 (RFC 9562, section 5.7): 48 bits of milliseconds, then randomness, so that ids made later sort later
/// and none can be guessed from another. Within one source time never runs backwards, even when the clock does.
public final class IdSource {
    private static final int DRAWN_AT_ONCE = 4096;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private final Clock clock;
    private final RandomGenerator random;
    private final byte[] drawn = new byte[DRAWN_AT_ONCE];
    private int used = DRAWN_AT_ONCE;
    private long lastMillis;

    /// `random` is a `SecureRandom` in the product, a seeded one in a simulation.
    public IdSource(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /// The next id.
    public synchronized UUID next() {
        lastMillis = Math.max(lastMillis, clock.millis());
        var high = (lastMillis << 16) | 0x7000L | (draw() & 0x0fffL);
        var low = (draw() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }

    /// Randomness is drawn in large pieces: asking for it costs more than it does.
    private long draw() {
        if (used == drawn.length) {
            random.nextBytes(drawn);
            used = 0;
        }
        used += Long.BYTES;
        return (long) LONGS.get(drawn, used - Long.BYTES);
    }
}
