package finance.flowlet.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestFlowlet;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every command of the tutorial runs, in the order in which it is printed and in one shell, and prints what the
/// tutorial says: a document that is wrong fails the build.
class FirstPaymentTest {
    private static final Path TUTORIAL = Path.of("..", "docs", "first-payment.md");
    /// A block of commands and, when one follows directly, the block of what it prints.
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```\n(?:```text\n(.*?)```)?", Pattern.DOTALL);

    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    Path folder;

    @Test
    void theTutorialTellsTheTruth() throws IOException, InterruptedException {
        assumeTrue(isOnThePath("curl") && isOnThePath("sh"), "the tutorial needs curl and a shell");
        var commands = new ArrayList<String>();
        var prints = new ArrayList<String>();
        var blocks = BLOCK.matcher(Files.readString(TUTORIAL));
        while (blocks.find()) {
            commands.add(blocks.group(1));
            prints.add(blocks.group(2) == null ? "" : blocks.group(2));
        }
        assertTrue(commands.size() >= 5, "the tutorial has no commands");

        try (var flowlet = TestFlowlet.start()) {
            var printed = run(commands, flowlet.api().baseUrl(), flowlet.provision("Zoo"));

            for (var i = 0; i < commands.size(); i++) {
                assertEquals(prints.get(i), printed.get(i), "after:\n" + commands.get(i));
            }
            Invariants.assertHold(flowlet);
        }
    }

    /// What each block printed.
    private List<String> run(List<String> blocks, String baseUrl, String apiKey)
            throws IOException, InterruptedException {
        var end = "-- end of a block --\n";
        var script = new StringBuilder("set -eu\n");
        blocks.forEach(block ->
                script.append(block).append("echo '").append(end.strip()).append("'\n"));
        var output = folder.resolve("output");
        var shell = new ProcessBuilder(
                        "sh",
                        Files.writeString(folder.resolve("tutorial.sh"), script).toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        shell.environment().put("BASE_URL", baseUrl);
        shell.environment().put("API_KEY", apiKey);
        var process = shell.start();
        var ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        var printed = Files.readString(output, StandardCharsets.UTF_8);
        assertTrue(ended && process.exitValue() == 0, printed);
        return List.of(printed.split(end, -1));
    }

    private static boolean isOnThePath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
