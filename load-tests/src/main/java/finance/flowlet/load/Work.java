package finance.flowlet.load;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a stretch of load cost the machine.
///
/// @param cpu processor seconds by party
/// @param memoryBefore resident bytes by party
/// @param memoryAfter the same at the end
/// @param stored what PostgreSQL wrote, when it can be asked
record Work(
        Map<Processes.Party, Double> cpu,
        Map<Processes.Party, Long> memoryBefore,
        Map<Processes.Party, Long> memoryAfter,
        @Nullable Stored stored) {

    /// @param walBytes of the whole server
    /// @param rows inserted and updated, in the whole database
    record Stored(long walBytes, long rows, long commits, long batches, long entries) {

        Stored since(Stored before) {
            return new Stored(
                    walBytes - before.walBytes,
                    rows - before.rows,
                    commits - before.commits,
                    batches - before.batches,
                    entries - before.entries);
        }
    }

    /// The state of the counters at one moment.
    record Counters(Processes.Reading processes, @Nullable Stored stored) {

        Work since(Counters before) {
            var cpu = new EnumMap<Processes.Party, Double>(Processes.Party.class);
            for (var party : processes.seconds().keySet()) {
                cpu.put(party, processes.since(before.processes, party));
            }
            return new Work(
                    cpu,
                    before.processes.memory(),
                    processes.memory(),
                    stored == null || before.stored == null ? null : stored.since(before.stored));
        }
    }

    static Work none() {
        return new Work(Map.of(), Map.of(), Map.of(), null);
    }
}
