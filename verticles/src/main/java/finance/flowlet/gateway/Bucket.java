package finance.flowlet.gateway;

import finance.flowlet.platform.FlowletConfig.RateLimit.Rate;
import java.util.concurrent.TimeUnit;

/// One limit and whose it is: `requests` per window, all of them at once or spread. It is kept by the generic
/// cell rate algorithm (GCRA): each request books one interval of time, at most a window ahead. `name` is what
/// clients see, `key` where the booking is kept. Times are microseconds.
record Bucket(String name, String key, Rate rate) {
    /// How long one request takes to be forgotten.
    long intervalMicros() {
        return Math.ceilDiv(TimeUnit.SECONDS.toMicros(rate.windowSeconds()), (long) rate.requests());
    }

    /// How far ahead may be booked.
    long burstMicros() {
        return intervalMicros() * rate.requests();
    }

    /// Whether one more request fits behind what is booked ahead already.
    boolean fits(long bookedMicros) {
        return bookedMicros + intervalMicros() <= burstMicros();
    }

    /// How many requests fit.
    long remaining(long bookedMicros) {
        return Math.max(0, burstMicros() - bookedMicros) / intervalMicros();
    }

    /// When the next request fits.
    long waitMicros(long bookedMicros) {
        return Math.max(0, bookedMicros + intervalMicros() - burstMicros());
    }
}
