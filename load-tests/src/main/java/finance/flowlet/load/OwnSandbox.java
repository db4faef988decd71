package finance.flowlet.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A sandbox for one measurement: its data is thrown away, and its limits let everything through, though they are
/// checked as ever.
final class OwnSandbox implements AutoCloseable {
    private static final String MANY = "100000000";
    private final ChildProcess process;
    private final Path data;

    private OwnSandbox(ChildProcess process, Path data) {
        this.process = process;
        this.data = data;
    }

    static OwnSandbox start(PrintStream out) throws IOException {
        var data = Files.createTempDirectory("flowlet-load");
        // PostgreSQL may have to run as another user, who must get in.
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx--x--x"));
        // Where this run is interrupted, the sandbox is stopped first and these go last.
        data.toFile().deleteOnExit();
        data.resolve("lock").toFile().deleteOnExit();
        var limits = Stream.of("GLOBAL", "PER_USER", "PER_IP")
                .collect(Collectors.toMap(limit -> "FLOWLET_RATE_LIMIT_" + limit + "_REQUESTS", _ -> MANY));
        out.println("starting a sandbox for the measurement ...");
        var process = ChildProcess.start(
                List.of(
                        Places.home().resolve("flowlet").toString(),
                        "up",
                        "--ephemeral",
                        "--quiet",
                        "--port",
                        "0",
                        "--data",
                        data.toString()),
                limits,
                "");
        var sandbox = new OwnSandbox(process, data);
        try {
            out.println("  " + process.line());
            process.ignoreOutput();
            return sandbox;
        } catch (IOException | LoadException e) {
            sandbox.close();
            throw e;
        }
    }

    Target target() throws IOException {
        return Target.in(data);
    }

    @Override
    public void close() throws IOException {
        process.close();
        try (var paths = Files.walk(data)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
