package finance.flowlet.sandbox;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;

/// The sandbox's secrets: drawn at the first start, kept in the data directory for the owner alone.
///
/// None is built in. A secret that everybody knows ends up in production sooner or later.
final class Secrets {

    private static final int BYTES = 32;

    private final Path file;
    private final Properties known = new Properties();
    private final SecureRandom random = new SecureRandom();

    private Secrets(Path file) {
        this.file = file;
    }

    static Secrets in(Path directory) {
        var secrets = new Secrets(directory.resolve("secrets.properties"));
        if (Files.exists(secrets.file)) {
            try {
                secrets.known.load(new StringReader(Files.readString(secrets.file)));
            } catch (IOException e) {
                throw new SandboxException("Cannot read %s: %s".formatted(secrets.file, e.getMessage()), e);
            }
        }
        return secrets;
    }

    /// The secret of this name, drawn now if there is none.
    String drawn(String name) {
        return find(name).orElseGet(() -> {
            var bytes = new byte[BYTES];
            random.nextBytes(bytes);
            var value = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            keep(name, value);
            return value;
        });
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(known.getProperty(name));
    }

    void keep(String name, String value) {
        known.setProperty(name, value);
        save();
    }

    private void save() {
        var text = new StringWriter();
        try {
            known.store(text, "Drawn by ./flowlet up for this data directory");
        } catch (IOException e) {
            throw new SandboxException("Cannot write " + file, e);
        }
        OwnerOnly.write(file, text.toString());
    }
}
