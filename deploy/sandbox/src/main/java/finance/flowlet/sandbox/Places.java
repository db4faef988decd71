package finance.flowlet.sandbox;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say where the sandbox lives.
final class Places {

    private static final int DEFAULT_PORT = 8080;

    @Option(names = "--data", paramLabel = "DIR", description = "where the data is kept (default: .flowlet)")
    @Nullable
    Path data;

    @Option(names = "--port", paramLabel = "N", description = "the HTTP port; 0 takes any free one (default: 8080)")
    @Nullable
    Integer port;

    /// The repository, as the script names it.
    static Path home() {
        return Path.of(System.getProperty("flowlet.home", ".")).toAbsolutePath().normalize();
    }

    Path data() {
        return (data == null ? home().resolve(".flowlet") : data)
                .toAbsolutePath()
                .normalize();
    }

    int port() {
        if (port != null) {
            return port;
        }
        var variable = Variables.first(System.getenv(), "PORT", "FLOWLET_SERVER_PORT");
        try {
            return variable == null ? DEFAULT_PORT : Integer.parseInt(variable);
        } catch (NumberFormatException e) {
            throw new SandboxException("PORT is '%s', which is no port number.".formatted(variable), e);
        }
    }
}
