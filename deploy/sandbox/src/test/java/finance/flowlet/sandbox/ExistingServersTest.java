package finance.flowlet.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.servers.PostgresServer;
import finance.flowlet.servers.RedisServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExistingServersTest {

    @TempDir
    Path directory;

    @Test
    void areUsedWhenTheEnvironmentNamesThem() throws Exception {
        try (var postgres = PostgresServer.start(directory.resolve("pg"), 0, Map.of());
                var redis = RedisServer.start(directory.resolve("redis"), 0)) {
            var environment = Map.of(
                    "DB_HOST", postgres.host(),
                    "DB_PORT", Integer.toString(postgres.port()),
                    "DB_NAME", postgres.database(),
                    "DB_USER", postgres.user(),
                    "DB_PASSWORD", "any",
                    "REDIS_HOST", redis.host(),
                    "REDIS_PORT", Integer.toString(redis.port()));
            try (var up = UpProcess.start(directory.resolve("one"), environment, "--port", "0")) {
                var servers = up.facts().servers();
                assertEquals(List.of(), up.children());
                assertEquals(postgres.port(), port(servers, "postgres"));
                assertEquals(redis.port(), port(servers, "redis"));
                up.terminate();
            }
            // Another data directory knows none of the first one's secrets, and still gets a demo tenant.
            try (var up = UpProcess.start(directory.resolve("two"), environment, "--port", "0")) {
                assertEquals(Balance.of("1000.00"), Balance.of(up.facts(), 0));
                up.terminate();
            }
            assertTrue(ProcessHandle.of(postgres.pid()).isPresent());
        }
    }

    private static int port(Map<String, Facts.Address> servers, String name) {
        return Objects.requireNonNull(servers.get(name)).port();
    }
}
