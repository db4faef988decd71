package finance.flowlet.testing;

import finance.flowlet.servers.PostgresServer;
import finance.flowlet.servers.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/// One PostgreSQL and one Redis for all tests of a JVM, on free ports, gone when the JVM ends. A test that breaks a
/// server starts its own with [#postgres()] or [#redis()].
public final class Servers {
    // Its data is thrown away, so what a server does between commits for a long life is put off beyond the tests' end.
    private static final PostgresServer POSTGRES =
            postgres(Map.of("checkpoint_timeout", "1h", "max_wal_size", "8GB", "autovacuum", "off"));
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
        return postgres(Map.of());
    }

    /// The same with settings on top; those that make commits durable cannot be among them.
    public static PostgresServer postgres(Map<String, String> settings) {
        var all = new HashMap<>(Map.of("shared_buffers", "64MB", "max_connections", "300"));
        all.putAll(settings);
        return PostgresServer.start(directory("postgres"), 0, all);
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
            // Nobody reads its data again. An orderly end would write out a hundred databases first: half a minute.
            POSTGRES.crash();
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
