package finance.flowlet.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What tools need to know about a sandbox that is ready: `sandbox.json`. While it exists, the sandbox runs.
record Facts(
        String baseUrl,
        List<String> nodes,
        String apiKey,
        List<Demo.Login> logins,
        List<Demo.Wallet> wallets,
        Map<String, Address> servers,
        @Nullable Bridge bridge) {

    /// How to reach a server; `user` and `database` as a client's configuration wants them.
    record Address(String host, int port, String user, String database) {}

    /// Where clients of the event bus connect over TCP, unless the configuration closes it.
    record Bridge(String host, int port) {}

    /// Written at once and for the owner alone, as it holds the key and the passwords. Closing removes it.
    AutoCloseable publish(Path file) {
        var json =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        OwnerOnly.write(file, json.writeValueAsString(this) + "\n");
        return () -> remove(file);
    }

    private static void remove(Path file) throws IOException {
        Files.deleteIfExists(file);
    }
}
