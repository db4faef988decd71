package finance.flowlet.sandbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// Where a sandbox keeps its state, held by one process at a time.
///
/// `root` is what --data names, and where tools find sandbox.json. `state` is the same, or with --ephemeral a directory
/// inside it that ends with the process.
record DataDirectory(Path root, Path state, FileChannel channel, FileLock lock) implements AutoCloseable {

    private static final String EPHEMERAL = "ephemeral-";

    static DataDirectory open(Path root, boolean ephemeral) {
        try {
            Files.createDirectories(root);
            var channel = FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var lock = tryLock(channel);
            if (lock == null) {
                var holder = Files.readString(root.resolve("lock")).strip();
                channel.close();
                throw new SandboxException("""
                        Another ./flowlet up (process %s) uses %s. Stop it with Ctrl-C there, or choose another \
                        directory: ./flowlet up --data DIR --port 0""".formatted(holder, root));
            }
            channel.truncate(0);
            channel.write(
                    StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
            sweep(root);
            Files.deleteIfExists(root.resolve("sandbox.json"));
            return new DataDirectory(root, ephemeral ? ephemeralIn(root) : root, channel, lock);
        } catch (IOException e) {
            throw new SandboxException(
                    "Cannot use %s as data directory (%s); choose another with --data DIR."
                            .formatted(root, e.getMessage()),
                    e);
        }
    }

    Path facts() {
        return root.resolve("sandbox.json");
    }

    Path log() {
        return state.resolve("flowlet.log");
    }

    boolean ephemeral() {
        return !state.equals(root);
    }

    @Override
    public void close() throws IOException {
        if (ephemeral()) {
            delete(state);
        }
        lock.release();
        channel.close();
    }

    /// Others may pass through but not look around: where PostgreSQL has to run as `nobody`, it must get in.
    private static Path ephemeralIn(Path root) throws IOException {
        return Files.createTempDirectory(
                root, EPHEMERAL, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very JVM, as in tests.
            return null;
        }
    }

    /// What an ephemeral run left that was killed.
    private static void sweep(Path root) throws IOException {
        try (var left = Files.newDirectoryStream(root, EPHEMERAL + "*")) {
            for (var directory : left) {
                delete(directory);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var paths = Files.walk(directory)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
