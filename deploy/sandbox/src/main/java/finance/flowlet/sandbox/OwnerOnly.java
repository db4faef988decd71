package finance.flowlet.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Files that hold secrets.
final class OwnerOnly {

    private OwnerOnly() {}

    /// Writes atomically: a reader sees the old text or the new, and nobody but the owner sees either. Temporary files
    /// are born that way, so there is no moment at which the secret lies open.
    static void write(Path file, String text) {
        try {
            var fresh = Files.createTempFile(
                    file.resolveSibling("."), file.getFileName().toString(), ".new");
            try {
                Files.writeString(fresh, text);
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }
}
