package finance.flowlet.load;

import java.util.Arrays;

/// First in, first out, without an object for each.
final class LongQueue {
    private static final int INITIAL = 1024;

    private long[] ring = new long[INITIAL];
    private int head;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void add(long value) {
        if (size == ring.length) {
            var grown = Arrays.copyOf(ring, 2 * size);
            System.arraycopy(ring, 0, grown, size, head);
            ring = grown;
        }
        ring[(head + size++) & (ring.length - 1)] = value;
    }

    long first() {
        return ring[head];
    }

    long remove() {
        var value = ring[head];
        head = (head + 1) & (ring.length - 1);
        size--;
        return value;
    }

    void clear() {
        head = 0;
        size = 0;
    }
}
