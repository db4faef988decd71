package finance.flowlet.initiation;

import com.fasterxml.jackson.annotation.JsonValue;
import finance.flowlet.contract.initiation.RunStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// A run as it is written down before anything is done.
@JsonNaming(SnakeCaseStrategy.class)
record RunRow(long number, Instant dueAt, String status) {
    private static RunRow of(Agenda.Due due, RunStatus status) {
        return new RunRow(due.number(), due.at(), ScheduleStore.text(status));
    }

    /// The rows as one JSON array.
    record All(@JsonValue List<RunRow> rows) {
        static All of(Agenda agenda) {
            var rows = new ArrayList<RunRow>();
            agenda.skipped().forEach(due -> rows.add(RunRow.of(due, RunStatus.SKIPPED)));
            var run = agenda.run();
            if (run != null) {
                rows.add(RunRow.of(run, RunStatus.PENDING));
            }
            return new All(rows);
        }
    }
}
