package finance.flowlet.load;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the sandbox is found.
final class Places {

    @Option(names = "--data", paramLabel = "DIR", description = "where the sandbox keeps its data (default: .flowlet)")
    @Nullable
    Path data;

    /// The repository, as the script names it.
    static Path home() {
        return Path.of(System.getProperty("flowlet.home", ".")).toAbsolutePath().normalize();
    }

    Path directory() {
        return (data == null ? home().resolve(".flowlet") : data)
                .toAbsolutePath()
                .normalize();
    }

    Target target() throws IOException {
        return Target.in(directory());
    }
}
