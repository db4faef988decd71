package finance.flowlet.load;

/// Hands requests to the driver when they are due.
sealed interface Source {

    /// Hands over what is due by now.
    ///
    /// @param until how far in time to go
    /// @param over nothing is due any more
    void issue(Driver driver, long until, boolean over);

    /// When to look again, unless an answer comes first.
    long nextAt();

    static Source of(Pace pace, long startsAt, long seed) {
        return switch (pace) {
            case Pace.Open open -> new Scheduled(open.arrivals(seed), startsAt);
            case Pace.Closed closed -> new Refilled(closed.inFlight());
        };
    }

    /// By the clock.
    final class Scheduled implements Source {
        private final Pace.Arrivals arrivals;
        private final long startsAt;
        private long nextAt;

        Scheduled(Pace.Arrivals arrivals, long startsAt) {
            this.arrivals = arrivals;
            this.startsAt = startsAt;
            nextAt = startsAt + arrivals.next();
        }

        @Override
        public void issue(Driver driver, long until, boolean over) {
            for (; nextAt <= until; nextAt = startsAt + arrivals.next()) {
                driver.due(nextAt);
            }
            if (over) {
                nextAt = Long.MAX_VALUE;
            }
        }

        @Override
        public long nextAt() {
            return nextAt;
        }
    }

    /// As many as were answered.
    final class Refilled implements Source {
        private final int inFlight;

        Refilled(int inFlight) {
            this.inFlight = inFlight;
        }

        @Override
        public void issue(Driver driver, long until, boolean over) {
            for (var missing = over ? 0 : inFlight - driver.busy(); missing > 0; missing--) {
                driver.due(until);
            }
        }

        @Override
        public long nextAt() {
            return Long.MAX_VALUE;
        }
    }
}
