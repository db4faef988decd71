package finance.flowlet.auth;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/// Times as the database keeps them: in UTC, to the microsecond.
final class Times {
    private Times() {}

    static OffsetDateTime now(Clock clock) {
        return of(clock.instant());
    }

    static OffsetDateTime of(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
