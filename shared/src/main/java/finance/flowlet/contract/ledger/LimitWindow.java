package finance.flowlet.contract.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// What a limit counts over. Days and months are calendar ones in UTC.
public enum LimitWindow {
    TRANSACTION,
    DAY,
    MONTH;

    /// When the window began that `at` lies in; null when each transaction stands alone.
    public @Nullable Instant start(Instant at) {
        var day = LocalDate.ofInstant(at, ZoneOffset.UTC);
        return switch (this) {
            case TRANSACTION -> null;
            case DAY -> midnight(day);
            case MONTH -> midnight(day.withDayOfMonth(1));
        };
    }

    /// When the window ends that `at` lies in, and the count begins anew.
    public @Nullable Instant end(Instant at) {
        var day = LocalDate.ofInstant(at, ZoneOffset.UTC);
        return switch (this) {
            case TRANSACTION -> null;
            case DAY -> midnight(day.plusDays(1));
            case MONTH -> midnight(day.withDayOfMonth(1).plusMonths(1));
        };
    }

    private static Instant midnight(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
