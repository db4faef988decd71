package finance.flowlet.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of the JVM that started the servers.
class KilledLauncherTest {

    @TempDir
    Path directory;

    @Test
    void leavesNoServerBehindAndTheNextStartRecovers() throws Exception {
        startAndKill("careful");
        // The kernel tells the servers to end; PostgreSQL takes the time of an orderly shutdown.
        assertTrue(postgres().gone(Duration.ofSeconds(30)));
        assertTrue(redis().gone(Duration.ofSeconds(30)));
        recovers();
    }

    @Test
    void anOrphanIsStoppedBeforeTheNextStart() throws Exception {
        var orphan = startAndKill("careless");
        assertTrue(postgres().running().stream().anyMatch(process -> process.pid() == orphan));
        recovers();
        assertTrue(postgres().running().isEmpty());
    }

    private Leftovers postgres() {
        return new Leftovers("postgres", directory.resolve("pg"));
    }

    private Leftovers redis() {
        return new Leftovers("redis-server", directory.resolve("redis"));
    }

    private void recovers() throws Exception {
        try (var postgres = PostgresServer.start(directory.resolve("pg"), 0, Map.of());
                var redis = RedisServer.start(directory.resolve("redis"), 0);
                var sql = Sql.connect(postgres)) {
            assertEquals("1", sql.ask("select count(*) from payment"));
            assertTrue(redis.pid() > 0);
        }
    }

    private long startAndKill(String manner) throws Exception {
        var launcher = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledLauncher.class.getName(),
                        directory.toString(),
                        manner)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var output = launcher.inputReader()) {
            var numbers = List.of(String.valueOf(output.readLine()).split(" "));
            try (var sql = Sql.connect(Integer.parseInt(numbers.get(1)))) {
                sql.run("create table payment as select 1 as id");
            }
            launcher.destroyForcibly().waitFor();
            return Long.parseLong(numbers.getFirst());
        }
    }
}
