package finance.flowlet.reconciliation;

import finance.flowlet.reconciliation.UnreadableFile.Fault;
import java.time.LocalDate;

/// How much a file may hold. `maxMinorUnits` bounds one line.
record FileLimits(int maxLines, long maxMinorUnits) {
    private static final LocalDate EARLIEST = LocalDate.of(1970, 1, 1);
    private static final LocalDate LATEST = LocalDate.of(2199, 12, 31);

    /// A date that money can have moved on.
    LocalDate requireSane(LocalDate date, int row) {
        if (date.isBefore(EARLIEST) || date.isAfter(LATEST)) {
            throw new UnreadableFile(Fault.DATE_UNREADABLE, row);
        }
        return date;
    }
}
