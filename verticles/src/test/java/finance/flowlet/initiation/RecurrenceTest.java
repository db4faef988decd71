package finance.flowlet.initiation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.contract.initiation.Recurrence;
import finance.flowlet.contract.initiation.Recurrence.Frequency;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// When runs are due.
class RecurrenceTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DAILY   | 1 | UTC           | 2026-02-27T12:00:00Z | 2026-02-27T12:00:00Z 2026-02-28T12:00:00Z 2026-03-01T12:00:00Z
            DAILY   | 3 | UTC           | 2028-02-27T12:00:00Z | 2028-02-27T12:00:00Z 2028-03-01T12:00:00Z 2028-03-04T12:00:00Z
            WEEKLY  | 2 | UTC           | 2026-12-24T00:00:00Z | 2026-12-24T00:00:00Z 2027-01-07T00:00:00Z 2027-01-21T00:00:00Z
            MONTHLY | 1 | UTC           | 2026-01-31T12:00:00Z | 2026-01-31T12:00:00Z 2026-02-28T12:00:00Z 2026-03-31T12:00:00Z 2026-04-30T12:00:00Z 2026-05-31T12:00:00Z
            MONTHLY | 1 | UTC           | 2028-01-30T12:00:00Z | 2028-01-30T12:00:00Z 2028-02-29T12:00:00Z 2028-03-30T12:00:00Z
            MONTHLY | 12 | UTC          | 2028-02-29T12:00:00Z | 2028-02-29T12:00:00Z 2029-02-28T12:00:00Z 2030-02-28T12:00:00Z 2031-02-28T12:00:00Z 2032-02-29T12:00:00Z
            MONTHLY | 3 | UTC           | 2026-11-30T12:00:00Z | 2026-11-30T12:00:00Z 2027-02-28T12:00:00Z 2027-05-30T12:00:00Z
            DAILY   | 1 | Europe/Berlin | 2026-03-28T08:00:00Z | 2026-03-28T08:00:00Z 2026-03-29T07:00:00Z 2026-03-30T07:00:00Z
            DAILY   | 1 | Europe/Berlin | 2026-03-28T01:30:00Z | 2026-03-28T01:30:00Z 2026-03-29T01:30:00Z 2026-03-30T00:30:00Z
            DAILY   | 1 | Europe/Berlin | 2026-10-24T00:30:00Z | 2026-10-24T00:30:00Z 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z
            MONTHLY | 1 | America/New_York | 2026-01-31T03:00:00Z | 2026-01-31T03:00:00Z 2026-03-01T03:00:00Z 2026-03-31T02:00:00Z
            """)
    void runsAreDueAt(Frequency frequency, int interval, String zone, Instant start, String expected) {
        var recurrence = new Recurrence(frequency, interval, null, null, zone);
        var times = expected.strip().split(" ");

        var due = LongStream.rangeClosed(1, times.length)
                .mapToObj(number -> recurrence.at(start, number).toString())
                .toList();

        assertEquals(List.of(times), due);
    }
}
