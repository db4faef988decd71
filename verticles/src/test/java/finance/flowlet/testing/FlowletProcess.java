package finance.flowlet.testing;

import finance.flowlet.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The program in a process of its own, so that it can be killed as an operator's mistake or a power cut would.
public final class FlowletProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening on port (\\d+)");
    private final Process process;
    private final int port;

    private FlowletProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts on `database` and returns when it listens. `flags` are for the JVM.
    public static FlowletProcess start(TestDatabase database, Map<String, String> overrides, String... flags) {
        var command = new ArrayList<String>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(flags));
        command.add(Main.class.getName());
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(TestConfig.environment(database, overrides));
        try {
            var process = builder.start();
            return new FlowletProcess(process, port(process.inputReader(StandardCharsets.UTF_8)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int port(BufferedReader output) throws IOException {
        var lines = new ArrayList<String>();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            var match = LISTENING.matcher(line);
            if (match.find()) {
                drain(output);
                return Integer.parseInt(match.group(1));
            }
        }
        throw new IllegalStateException("did not start:\n" + String.join("\n", lines));
    }

    /// A process whose output nobody reads stops when the pipe is full.
    private static void drain(BufferedReader output) {
        Thread.ofVirtual().start(() -> {
            try {
                for (var line = output.readLine(); line != null; line = output.readLine()) {
                    System.out.println("child: " + line);
                }
            } catch (IOException ended) {
                System.out.println("child: ended");
            }
        });
    }

    /// Asks it with this credential.
    public Api api(String credential) {
        return new Api("http://127.0.0.1:" + port, credential);
    }

    public int port() {
        return port;
    }

    /// Stops it in the middle of whatever it does, as a frozen machine would: it says nothing, and its connections
    /// stay open.
    public void freeze() {
        signal("STOP");
    }

    /// Lets it go on as if no time had passed.
    public void wake() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            var kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill -" + signal + " failed");
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /// `kill -9`.
    public void kill() {
        process.destroyForcibly();
        await(10);
    }

    /// `kill`, as Kubernetes and Ctrl-C do; answers whether it ended within the seconds.
    public boolean terminate(int seconds) {
        process.destroy();
        return await(seconds);
    }

    /// Waits for it to end by itself.
    public boolean await(int seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
