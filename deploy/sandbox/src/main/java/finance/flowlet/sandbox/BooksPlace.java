package finance.flowlet.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Which database to verify, and how to reach it.
record BooksPlace(String url, Properties properties) {

    /// The one of the environment, else that of the sandbox which runs on `data`.
    static BooksPlace find(Map<String, String> environment, Path data) throws IOException {
        var host = host(environment);
        if (host != null) {
            return new BooksPlace(
                    url(host, value(environment, "PORT", "5432"), value(environment, "NAME", "flowlet")),
                    properties(
                            value(environment, "USER", "flowlet"),
                            value(environment, "PASSWORD", ""),
                            value(environment, "SSL_MODE", "prefer")));
        }
        var facts = data.resolve("sandbox.json");
        if (!Files.exists(facts)) {
            throw new SandboxException(
                    "No sandbox runs on %s. Start it with ./flowlet up, or name a database with DB_HOST."
                            .formatted(data));
        }
        var server = Objects.requireNonNull(new JsonMapper()
                .readValue(Files.readString(facts), Facts.class)
                .servers()
                .get("postgres"));
        return new BooksPlace(
                url(server.host(), Integer.toString(server.port()), server.database()),
                properties(server.user(), "", "prefer"));
    }

    /// The key of the sandbox, also of one that is thrown away at its end; none for a database of the
    /// environment.
    static @Nullable Path signingKey(Map<String, String> environment, Path data) throws IOException {
        if (host(environment) != null || !Files.isDirectory(data)) {
            return null;
        }
        try (var files = Files.walk(data, 2)) {
            return files.filter(file -> file.endsWith("signing-key.pem"))
                    .findFirst()
                    .orElse(null);
        }
    }

    private static @Nullable String host(Map<String, String> environment) {
        return Variables.first(environment, "DB_HOST", "FLOWLET_DATABASE_HOST");
    }

    private static String value(Map<String, String> environment, String name, String fallback) {
        return Objects.requireNonNullElse(
                Variables.first(environment, "DB_" + name, "FLOWLET_DATABASE_" + name), fallback);
    }

    private static String url(String host, String port, String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    private static Properties properties(String user, String password, String sslMode) {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("sslmode", sslMode);
        return properties;
    }
}
