package finance.flowlet.testing;

import finance.flowlet.platform.FlowletConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The configuration tests run with: any free port, cheap password hashes, rates out of the way. What a test is
/// about it sets itself, by environment variable.
public final class TestConfig {
    private TestConfig() {}

    public static FlowletConfig of(TestDatabase database) {
        return of(database, Map.of());
    }

    /// `overrides` are environment variables, as an operator would set them.
    public static FlowletConfig of(TestDatabase database, Map<String, String> overrides) {
        var environment = environment(database, overrides);
        // No client of these tests is still waiting when the program in this JVM is stopped.
        environment.putIfAbsent("FLOWLET_SERVER_SHUTDOWN_GRACE_MILLIS", "20");
        return FlowletConfig.load(List.of(), environment);
    }

    /// The environment of a program on this database, for a process of its own.
    public static Map<String, String> environment(TestDatabase database, Map<String, String> overrides) {
        var environment = new HashMap<String, String>();
        environment.put("FLOWLET_PROFILE", "sandbox");
        environment.put("HOST", "127.0.0.1");
        environment.put("PORT", "0");
        environment.put("DB_HOST", database.host());
        environment.put("DB_PORT", Integer.toString(database.port()));
        environment.put("DB_NAME", database.name());
        environment.put("DB_USER", database.user());
        environment.put("DB_PASSWORD", "");
        environment.put("DB_SSL_MODE", "disable");
        environment.put("REDIS_HOST", Servers.sharedRedis().host());
        environment.put("REDIS_PORT", Integer.toString(Servers.sharedRedis().port()));
        environment.put("JWT_SECRET", "a secret of at least thirty-two bytes, for tests");
        environment.put("AUTH_PEPPER", "a pepper of at least thirty-two bytes, for tests");
        environment.put("FLOWLET_AUTH_PASSWORD_MEMORY_KIB", "64");
        environment.put("FLOWLET_AUTH_PASSWORD_ITERATIONS", "1");
        for (var rate : List.of("GLOBAL", "PER_USER", "PER_IP")) {
            environment.put("FLOWLET_RATE_LIMIT_" + rate + "_REQUESTS", "1000000");
            environment.put("FLOWLET_RATE_LIMIT_" + rate + "_WINDOW_SECONDS", "1");
        }
        environment.putAll(overrides);
        return environment;
    }
}
