package finance.flowlet.ledger;

import java.time.Instant;

/// A moment that the books are asked about: `shown` is what the answer calls it, `until` the last recorded time that
/// counts. Whoever asks about the future is told all there is, as of now. That includes what an account dated
/// a little later than our clock, because its last posting came from a clock ahead of ours.
record AsOf(Instant shown, Instant until) {
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T23:59:59Z");

    static AsOf of(Instant asked, Instant now) {
        return asked.isAfter(now) ? new AsOf(now, END_OF_TIME) : new AsOf(asked, asked);
    }
}
