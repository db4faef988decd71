package finance.flowlet.gateway;

import java.util.concurrent.atomic.AtomicLong;

/// How many bytes of large bodies all gateways of the process hold at once: small ones are bounded by the
/// number of connections, large ones could fill the memory.
final class LargeBodies {
    private final AtomicLong held = new AtomicLong();
    private final int smallBytes;
    private final int mostBytes;

    /// Bodies of up to `smallBytes` are not counted.
    LargeBodies(int smallBytes, int mostBytes) {
        this.smallBytes = smallBytes;
        this.mostBytes = mostBytes;
    }

    /// The room that one body takes. Confined to the event loop of its request.
    Room room() {
        return new Room();
    }

    final class Room {
        private int bytes;
        private boolean left;

        /// Whether the body may grow to `length`.
        boolean grow(int length) {
            if (left) {
                return false;
            }
            if (length <= smallBytes) {
                return true;
            }
            var more = length - bytes;
            if (held.addAndGet(more) > mostBytes) {
                held.addAndGet(-more);
                return false;
            }
            bytes = length;
            return true;
        }

        /// Gives the room back, once and for all.
        void leave() {
            if (!left) {
                left = true;
                held.addAndGet(-bytes);
            }
        }
    }
}
