package finance.flowlet.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who uses the processors: this generator, the platform's JVMs, and the servers below them. Read from /proc, so other
/// systems than Linux show the generator alone.
final class Processes {
    private static final Path PROC = Path.of("/proc");
    private static final long PAGE_BYTES = 4096;

    /// Ticks of /proc in a second; it is 100 on every Linux that Java runs on.
    private static final double TICKS = 100;

    private static final int UTIME = 11;
    private static final int CSTIME = 14;
    private static final int RSS = 21;

    enum Party {
        GENERATOR,
        PLATFORM,
        POSTGRES,
        REDIS,
        OTHERS
    }

    /// @param seconds of processor time since each party began, ended children included
    /// @param memory resident, in bytes
    record Reading(Map<Party, Double> seconds, Map<Party, Long> memory) {

        double since(Reading before, Party party) {
            return seconds.getOrDefault(party, 0.0) - before.seconds.getOrDefault(party, 0.0);
        }
    }

    private Processes() {}

    static Reading read(@Nullable Long platform) {
        var seconds = new EnumMap<Party, Double>(Party.class);
        var memory = new EnumMap<Party, Long>(Party.class);
        add(ProcessHandle.current().pid(), Party.GENERATOR, seconds, memory);
        if (platform != null) {
            ProcessHandle.of(platform)
                    .ifPresent(root -> Stream.concat(Stream.of(root), root.descendants())
                            .map(ProcessHandle::pid)
                            .forEach(pid -> add(pid, party(pid), seconds, memory)));
        }
        return new Reading(seconds, memory);
    }

    private static Party party(long pid) {
        var name = text(pid, "comm").strip();
        if (name.equals("java")) {
            return Party.PLATFORM;
        }
        if (name.startsWith("postgres")) {
            return Party.POSTGRES;
        }
        return name.startsWith("redis") ? Party.REDIS : Party.OTHERS;
    }

    private static void add(long pid, Party party, Map<Party, Double> seconds, Map<Party, Long> memory) {
        // The name in brackets may contain anything, so counting begins behind it.
        var stat = text(pid, "stat");
        var fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        if (fields.length > RSS) {
            var ticks = Arrays.stream(fields, UTIME, CSTIME + 1)
                    .mapToLong(Long::parseLong)
                    .sum();
            seconds.merge(party, ticks / TICKS, Double::sum);
            memory.merge(party, Long.parseLong(fields[RSS]) * PAGE_BYTES, Long::sum);
        }
    }

    /// Empty once the process is gone.
    private static String text(long pid, String file) {
        try {
            return Files.readString(PROC.resolve(Long.toString(pid)).resolve(file));
        } catch (IOException e) {
            return "";
        }
    }
}
