package finance.flowlet.sandbox;

import finance.flowlet.servers.EmbeddedServer;
import finance.flowlet.servers.PostgresServer;
import finance.flowlet.servers.RedisServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which servers the sandbox runs itself, and which it is told to use.
///
/// A further kind of server is one more line in [#KINDS].
record Servers(Map<String, String> environment) {

    /// @param prefixes of the environment variables that name an existing server instead
    private record Kind(String name, List<String> prefixes, Starter starter) {

        String[] variables(String suffix) {
            return prefixes.stream().map(prefix -> prefix + suffix).toArray(String[]::new);
        }
    }

    @FunctionalInterface
    private interface Starter {
        EmbeddedServer start(Path directory);
    }

    private static final List<String> CONNECTION = List.of("HOST", "PORT", "NAME", "USER", "PASSWORD", "SSL_MODE");

    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "postgres",
                    List.of("DB_", "FLOWLET_DATABASE_"),
                    directory -> PostgresServer.start(directory, 0, Map.of())),
            new Kind("redis", List.of("REDIS_", "FLOWLET_REDIS_"), directory -> RedisServer.start(directory, 0)));

    /// Starts those that the environment does not name.
    Map<String, EmbeddedServer> start(Path state, Console console, Running running) {
        var started = new TreeMap<String, EmbeddedServer>();
        for (var kind : KINDS) {
            var existing = existing(kind);
            if (existing != null) {
                console.say("  %s: the existing one on %s".formatted(kind.name(), existing));
                continue;
            }
            var server = console.step(
                    kind.name() + " started",
                    () -> running.add(kind.name() + " stopped", kind.starter().start(state.resolve(kind.name()))));
            started.put(kind.name(), server);
        }
        started.values().stream()
                .flatMap(server -> server.remarks().stream())
                .distinct()
                .forEach(remark -> console.say("  note: " + remark));
        return started;
    }

    /// The environment without what would contradict a server that we run: DB_PORT says nothing without DB_HOST.
    Map<String, String> forPlatform() {
        var relevant = Variables.forPlatform(environment);
        for (var kind : KINDS) {
            if (existing(kind) == null) {
                CONNECTION.forEach(suffix -> List.of(kind.variables(suffix)).forEach(relevant::remove));
            }
        }
        return relevant;
    }

    private @Nullable String existing(Kind kind) {
        return Variables.first(environment, kind.variables("HOST"));
    }
}
