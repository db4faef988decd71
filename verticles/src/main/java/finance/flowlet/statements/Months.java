package finance.flowlet.statements;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/// The months that a wallet has statements for: from the one it was opened in to the last one that is over.
/// A month is over a little later than it ends, when no command of its last moment can still be under way.
record Months(YearMonth first, YearMonth last) {
    private static final Pattern FORM = Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])");

    static Months of(Instant openedAt, Instant now, Duration grace) {
        return new Months(month(openedAt), month(now.minus(grace)).minusMonths(1));
    }

    /// The month that `text` names, if the wallet has a statement for it.
    Optional<YearMonth> find(String text) {
        return FORM.matcher(text).matches()
                ? Optional.of(YearMonth.parse(text)).filter(month -> !month.isBefore(first) && !month.isAfter(last))
                : Optional.empty();
    }

    static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    static Instant end(YearMonth month) {
        return start(month.plusMonths(1));
    }

    private static YearMonth month(Instant instant) {
        return YearMonth.from(instant.atOffset(ZoneOffset.UTC));
    }
}
