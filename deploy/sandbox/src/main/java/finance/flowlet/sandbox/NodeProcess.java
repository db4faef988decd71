package finance.flowlet.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A further node that runs.
record NodeProcess(Process process, int port) implements AutoCloseable {

    private static final long STOP_SECONDS = 40;

    /// Starts one with the options of this JVM and returns when it serves requests.
    static NodeProcess start(List<Path> files, Map<String, String> environment, Path log) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-Dflowlet.log=" + log);
        command.add("-Dlogback.configurationFile=sandbox-logback.xml");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Node.class.getName()));
        files.forEach(file -> command.add(file.toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return ready(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NodeProcess ready(Process process, Path log) throws IOException {
        // Not closed: the node may say more, and would fail if nobody could hear it.
        var said = new StringBuilder();
        var output = process.inputReader();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(Node.READY)) {
                Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
                return new NodeProcess(process, Integer.parseInt(line.substring(Node.READY.length())));
            }
            said.append(line).append('\n');
        }
        throw new SandboxException("A node did not start: %s\nThe log has the whole story: %s".formatted(said, log));
    }

    /// Ends in order, as it would if this process ended.
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
