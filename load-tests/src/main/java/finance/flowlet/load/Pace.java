package finance.flowlet.load;

import java.util.SplittableRandom;

/// When requests are meant to start.
sealed interface Pace {

    /// So many a second, whether or not earlier ones were answered: customers do not wait for each other.
    ///
    /// @param poisson arrivals at random intervals, as of many independent customers; else all the same
    record Open(double perSecond, boolean poisson) implements Pace {
        Arrivals arrivals(long seed) {
            return poisson ? new Random(perSecond, seed) : new Even(perSecond);
        }
    }

    /// Always so many under way, the next one as soon as one is answered. Finds what a server can take at most; its
    /// latencies say little.
    record Closed(int inFlight) implements Pace {}

    /// Moments in nanoseconds from the start, in order.
    interface Arrivals {
        long next();
    }

    /// One every `1/rate` seconds.
    final class Even implements Arrivals {
        private final double nanosApart;
        private long count;

        Even(double perSecond) {
            nanosApart = 1e9 / perSecond;
        }

        @Override
        public long next() {
            return (long) (count++ * nanosApart);
        }
    }

    /// A Poisson process.
    final class Random implements Arrivals {
        private final double nanosApart;
        private final SplittableRandom random;
        private double at;

        Random(double perSecond, long seed) {
            nanosApart = 1e9 / perSecond;
            random = new SplittableRandom(seed);
        }

        @Override
        public long next() {
            at -= Math.log(1 - random.nextDouble()) * nanosApart;
            return (long) at;
        }
    }
}
