package finance.flowlet.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// PostgreSQL's own load generator.
record PgBench(Path program, Target.Postgres place, AtomicLong runs) implements PeerDriver {
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without initial connection time\\)");
    private static final Path PACKAGED = Path.of("/usr/lib/postgresql");
    private static final long KEYS_PER_RUN = 1_000_000_000_000L;
    private static final long GRACE_SECONDS = 60;

    PgBench(Path program, Target.Postgres place) {
        this(program, place, new AtomicLong());
    }

    /// On the PATH, or where Debian puts it.
    static @Nullable Path installed() {
        var path = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .filter(directory -> !directory.isEmpty())
                .map(Path::of);
        try (var versions = Files.isDirectory(PACKAGED) ? Files.list(PACKAGED) : Stream.<Path>of()) {
            return Stream.concat(path, versions.map(version -> version.resolve("bin")))
                    .map(directory -> directory.resolve("pgbench"))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public double perSecond(PeerStatement statement, int clients, double seconds)
            throws IOException, InterruptedException {
        var script = Files.createTempFile("flowlet", ".pgbench");
        try {
            Files.writeString(script, statement.script());
            var output = run(
                    List.of(
                            program.toString(),
                            "--no-vacuum",
                            "--protocol=prepared",
                            "--jobs=1",
                            "--client=" + clients,
                            "--time=" + Math.max(1, Math.round(seconds)),
                            "--define=n=0",
                            "--define=base=" + runs.incrementAndGet() * KEYS_PER_RUN,
                            "--file=" + script,
                            "--host=" + place.host(),
                            "--port=" + place.port(),
                            "--username=" + place.user(),
                            place.database()),
                    seconds);
            return rate(output) * statement.transfers;
        } finally {
            Files.delete(script);
        }
    }

    /// Transactions per second, out of what pgbench says at its end.
    static double rate(String output) {
        var found = RATE.matcher(output);
        if (!found.find() || output.contains("aborted")) {
            throw new LoadException(
                    "pgbench failed:\n" + output.lines().limit(10).toList());
        }
        return Double.parseDouble(found.group(1));
    }

    @Override
    public String description() {
        try {
            return run(List.of(program.toString(), "--version"), 1).strip();
        } catch (IOException e) {
            return "pgbench";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "pgbench";
        }
    }

    private static String run(List<String> command, double seconds) throws IOException, InterruptedException {
        var output = Files.createTempFile("flowlet", ".pgbench.out");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor((long) seconds + GRACE_SECONDS, TimeUnit.SECONDS)) {
                throw new LoadException("pgbench does not end.");
            }
            return Files.readString(output, StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
