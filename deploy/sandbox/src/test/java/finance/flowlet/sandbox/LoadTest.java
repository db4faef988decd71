package finance.flowlet.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.load.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The load harness on a sandbox: short, so that it shows that it works and not how fast anything is.
class LoadTest {

    @TempDir
    Path data;

    @Test
    void itPaysLooksBackAndFindsEverythingAlsoOnBooksWithAPast() throws Exception {
        try (var up = UpProcess.start(data, Map.of(), "--ephemeral", "--port", "0")) {
            assertTrue(up.output().contains("ready"), up.output());
            assertEquals(0, Load.run("history", "--data", data.toString(), "--wallets", "20", "--rows", "3000"));

            for (var scenario : List.of("mixed", "idempotent-retries")) {
                var result = load(scenario, "--rate", "50");
                assertEquals(0, result.path("failed").asInt(), result.toString());
                assertTrue(result.path("answered").asInt() > 0, result.toString());
                assertEquals("SQL", result.path("audit").path("source").asString());
                assertTrue(result.path("audit").path("differences").isEmpty(), result.toString());
                assertTrue(result.path("work").path("cpu").has("POSTGRES"), result.toString());
            }

            assertEquals(2, Load.run("dance", "--data", data.toString()));
        }
        assertEquals(1, Load.run("--data", data.toString()), "no sandbox, no load");
    }

    private JsonNode load(String scenario, String... more) throws IOException {
        var file = data.resolve(scenario + ".json");
        var arguments = new ArrayList<>(List.of(
                scenario, "--data", data.toString(), "--duration", "1", "--warm-up", "0.5", "--wallets", "20"));
        arguments.addAll(List.of("--json", file.toString()));
        arguments.addAll(List.of(more));
        assertEquals(0, Load.run(arguments.toArray(String[]::new)), scenario);
        return new JsonMapper().readTree(Files.readString(file));
    }
}
