package finance.flowlet.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// Runs text as a person would who pastes it.
record Shell(Path directory) {

    String run(String text) throws IOException, InterruptedException {
        return finish(shell(text));
    }

    /// Runs it where the environment is nothing but this.
    String runWith(String text, Map<String, String> environment) throws IOException, InterruptedException {
        var builder = shell(text);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return finish(builder);
    }

    private ProcessBuilder shell(String text) {
        return new ProcessBuilder("sh", "-c", text)
                .directory(directory.toFile())
                .redirectErrorStream(true);
    }

    private static String finish(ProcessBuilder builder) throws IOException, InterruptedException {
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
