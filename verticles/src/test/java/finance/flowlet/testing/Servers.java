package finance.flowlet.testing;

import finance.flowlet.servers.PostgresServer;
import finance.flowlet.servers.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/// One PostgreSQL and one Redis for all tests of a JVM, on free ports, gone when the JVM ends. A test that breaks a
/// server starts its own with [#postgres()] or [#redis()].
public final class Servers {
    private static final PostgresServer POSTGRES = postgres();
    private static final RedisServer REDIS = redis();

    private Servers() {}

    /// The shared PostgreSQL.
    public static PostgresServer sharedPostgres() {
        return POSTGRES;
    }

    /// The shared Redis.
    public static RedisServer sharedRedis() {
        return REDIS;
    }

    /// A PostgreSQL of one's own, to be closed by whoever asked.
    public static PostgresServer postgres() {
        return PostgresServer.start(
                directory("postgres"), 0, Map.of("shared_buffers", "64MB", "max_connections", "300"));
    }

    /// A Redis of one's own, to be closed by whoever asked.
    public static RedisServer redis() {
        return RedisServer.start(directory("redis"), 0);
    }

    /// An empty directory that is removed when the JVM ends.
    public static Path directory(String name) {
        try {
            var directory = Files.createTempDirectory("flowlet-test-" + name);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory)));
            return directory;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void remove(Path directory) {
        if (POSTGRES != null) {
            POSTGRES.close();
        }
        if (REDIS != null) {
            REDIS.close();
        }
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException gone) {
            // A server that is still ending may remove its files at the same time; nothing depends on it.
        }
    }
}
