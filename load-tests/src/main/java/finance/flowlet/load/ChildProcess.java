package finance.flowlet.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program that is started for a measurement and stopped after it, whatever happens.
final class ChildProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private final Process process;
    private final BufferedReader lines;
    private final Thread atExit = Thread.ofPlatform().unstarted(this::stop);

    private ChildProcess(Process process) {
        this.process = process;
        lines = process.inputReader();
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /// Its errors go where ours go.
    static ChildProcess start(List<String> command, Map<String, String> environment, String input) throws IOException {
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        var process = builder.start();
        var standardInput = process.getOutputStream();
        standardInput.write(input.getBytes(StandardCharsets.UTF_8));
        standardInput.flush();
        return new ChildProcess(process);
    }

    /// The next line it prints.
    String line() throws IOException {
        var line = lines.readLine();
        if (line == null) {
            throw new LoadException("A program that the measurement needs ended at its start; why is above.");
        }
        return line;
    }

    /// Lets it print what it likes.
    void ignoreOutput() {
        Thread.ofVirtual().start(() -> {
            try (InputStream rest = process.getInputStream()) {
                rest.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // It has ended.
                return;
            }
        });
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The end has begun, and the hook runs anyway.
            return;
        }
    }

    private void stop() {
        process.toHandle().destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
