package finance.flowlet.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Which payment each key came to, as far as the platform has acknowledged it: 16 bytes each, by the number of the key.
final class PaymentLog {
    private static final int CHUNK_BITS = 16;
    private static final int CHUNK = 1 << CHUNK_BITS;

    private final List<long[]> chunks = new ArrayList<>();
    private final Map<UUID, Long> keys = new HashMap<>();
    private long sent;
    private long acknowledged;
    private long contradicted;

    /// The number of a key that has not been used.
    long nextKey() {
        if ((sent & (CHUNK - 1)) == 0) {
            chunks.add(new long[2 * CHUNK]);
        }
        return sent++;
    }

    /// Writes down an answer. False: the key has already come to another payment.
    boolean acknowledge(long key, long high, long low) {
        var chunk = chunk(key);
        var at = at(key);
        if (chunk[at] == 0 && chunk[at + 1] == 0) {
            chunk[at] = high;
            chunk[at + 1] = low;
            acknowledged++;
            return true;
        }
        if (chunk[at] == high && chunk[at + 1] == low) {
            return true;
        }
        contradicted++;
        return false;
    }

    boolean isAcknowledged(long key) {
        return high(key) != 0 || low(key) != 0;
    }

    long high(long key) {
        return chunk(key)[at(key)];
    }

    long low(long key) {
        return chunk(key)[at(key) + 1];
    }

    /// The key that came to this payment, or -1. Builds an index at the first call.
    long keyOf(long high, long low) {
        if (keys.isEmpty()) {
            for (var key = 0L; key < sent; key++) {
                keys.put(new UUID(high(key), low(key)), key);
            }
        }
        return keys.getOrDefault(new UUID(high, low), -1L);
    }

    long sent() {
        return sent;
    }

    long acknowledged() {
        return acknowledged;
    }

    /// How often a key came to two payments.
    long contradicted() {
        return contradicted;
    }

    private long[] chunk(long key) {
        return chunks.get((int) (key >>> CHUNK_BITS));
    }

    private static int at(long key) {
        return 2 * (int) (key & (CHUNK - 1));
    }
}
