package finance.flowlet.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.json.JsonMapper;

/// `./flowlet up` as a process of its own, once it said that it is ready or gave up.
record UpProcess(Process process, BufferedReader reader, String output, Path data) implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    static final Path REPOSITORY = Path.of("..", "..").toAbsolutePath().normalize();

    static UpProcess start(Path data, Map<String, String> environment, String... options) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-Dflowlet.home=" + REPOSITORY,
                "-cp",
                System.getProperty("java.class.path"),
                Sandbox.class.getName(),
                "up",
                "--data",
                data.toString()));
        command.addAll(List.of(options));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        var process = builder.start();
        var reader = process.inputReader();
        return new UpProcess(process, reader, untilReady(reader), data);
    }

    private static String untilReady(BufferedReader reader) throws IOException {
        var output = new StringBuilder();
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            output.append(line).append('\n');
            if (line.startsWith("Ctrl-C stops everything")) {
                break;
            }
        }
        return output.toString();
    }

    Facts facts() throws IOException {
        var file = data.resolve("sandbox.json");
        if (!Files.exists(file)) {
            throw new AssertionError("It is not ready:\n" + output);
        }
        return JsonMapper.builder().build().readValue(Files.readString(file), Facts.class);
    }

    /// The printed command, as somebody would copy it.
    String curl() {
        var begin = output.indexOf("curl ");
        return output.substring(begin, output.indexOf("\n\n", begin));
    }

    List<Long> children() {
        return process.descendants().map(ProcessHandle::pid).toList();
    }

    /// Asks it to stop and returns what it said while stopping.
    String terminate() throws IOException, InterruptedException {
        // Process.destroy would close the stream with the last words in it.
        process.toHandle().destroy();
        var words = new StringBuilder();
        reader.lines().forEach(line -> words.append(line).append('\n'));
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return words.toString();
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /// Whether all of these end in time. A process that ended and that nobody collected has no program any more.
    static boolean gone(List<Long> pids) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (pids.stream().anyMatch(UpProcess::runs)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(5_000_000);
        }
        return true;
    }

    private static boolean runs(long pid) {
        try {
            Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "exe"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        kill();
    }
}
