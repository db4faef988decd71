package finance.flowlet.sandbox;

import finance.flowlet.platform.FlowletConfig;
import finance.flowlet.proof.Signer;
import finance.flowlet.servers.EmbeddedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How the sandbox configures the platform: the product's own file, the sandbox's file, one that is written
/// here with what only this start knows, and over all of them the environment.
record Profile(Path home, Path state, Map<String, String> environment) {

    /// The same with further variables.
    Profile with(Map<String, String> variables) {
        var all = new TreeMap<>(environment);
        all.putAll(variables);
        return new Profile(home, state, all);
    }

    FlowletConfig load(Secrets secrets, Map<String, EmbeddedServer> servers, int port) {
        OwnerOnly.write(written(), yaml(secrets, servers));
        return FlowletConfig.load(files(), variables(port));
    }

    /// The files, of which [#load] writes the last one.
    List<Path> files() {
        var config = home.resolve("config");
        return List.of(config.resolve("flowlet.yaml"), config.resolve("sandbox.yaml"), written());
    }

    /// The environment of a process that listens on `port`.
    Map<String, String> variables(int port) {
        var variables = new TreeMap<>(environment);
        variables.remove("FLOWLET_SERVER_PORT");
        variables.put("PORT", Integer.toString(port));
        return variables;
    }

    private Path written() {
        return state.resolve("sandbox.yaml");
    }

    private String yaml(Secrets secrets, Map<String, EmbeddedServer> servers) {
        var text = new StringBuilder(
                """
                # Written by ./flowlet up at every start; changes here are lost.
                jwt:
                  secret: "%s"
                auth:
                  pepper: "%s"
                signing:
                  keyFile: "%s"
                """.formatted(secrets.drawn("jwt.secret"), secrets.drawn("auth.pepper"), signingKey()));
        var postgres = servers.get("postgres");
        if (postgres != null) {
            text.append("""
                    database:
                      host: %s
                      port: %d
                      name: %s
                      user: %s
                      password: "trusted on loopback"
                      ssl: {mode: disable}
                    """.formatted(postgres.host(), postgres.port(), postgres.database(), postgres.user()));
        }
        return text.append(redis(servers.get("redis"))).toString();
    }

    private static String redis(@Nullable EmbeddedServer redis) {
        return redis == null ? "" : """
                redis:
                  host: %s
                  port: %d
                """.formatted(redis.host(), redis.port());
    }

    /// Drawn at the first start and kept, so that a receipt of yesterday verifies today.
    private Path signingKey() {
        var file = state.resolve("signing-key.pem");
        if (!Files.exists(file)) {
            OwnerOnly.write(
                    file, Signer.generate("flowlet-sandbox", new SecureRandom()).pem());
        }
        return file;
    }
}
