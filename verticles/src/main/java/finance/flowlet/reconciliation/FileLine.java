package finance.flowlet.reconciliation;

import java.time.LocalDate;

/// One movement in an external statement. Lines are numbered from 1 in the order of the file; `minorUnits`
/// is positive where money came in and negative where it went out.
record FileLine(int number, LocalDate bookedOn, long minorUnits, String reference, String description) {}
