package finance.flowlet.initiation;

import java.util.function.BooleanSupplier;

/// Does what is due until nothing is left, a few at once and no more: work that takes long must not keep
/// the rest waiting, and a flood of it must not take the whole process.
///
/// Belongs to one context of virtual threads, which runs one task at a time and another only while one
/// awaits.
final class Rounds {
    private static final int AT_ONCE = 4;
    private final BooleanSupplier next;
    private int running;

    /// `next` does one piece of work and answers whether there was one.
    Rounds(BooleanSupplier next) {
        this.next = next;
    }

    /// How many pieces of work this round did.
    int run() {
        if (running == AT_ONCE) {
            return 0;
        }
        running++;
        try {
            var done = 0;
            while (next.getAsBoolean()) {
                done++;
            }
            return done;
        } finally {
            running--;
        }
    }
}
