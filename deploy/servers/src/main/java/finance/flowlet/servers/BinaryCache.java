package finance.flowlet.servers;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// Where the servers' programs are unpacked, once per user and version.
///
/// A program appears under its name only when it is complete: it is unpacked beside it and renamed. Two JVMs
/// may do so at the same time; the second finds the name taken and throws its copy away.
record BinaryCache(Path root) {

    private static final String COMPLETE = ".complete";

    /// Writes the program into an empty directory.
    @FunctionalInterface
    interface Unpacker {
        void unpackInto(Path directory) throws IOException;
    }

    /// The user's own cache; when the home directory cannot be written, the temporary folder.
    static BinaryCache ofUser() {
        var xdg = System.getenv("XDG_CACHE_HOME");
        var home = Path.of(System.getProperty("user.home", "/nonexistent"));
        var cache = xdg == null || xdg.isBlank() ? home.resolve(".cache") : Path.of(xdg);
        try {
            Files.createDirectories(cache.resolve("flowlet"));
            if (Files.isWritable(cache.resolve("flowlet"))) {
                return new BinaryCache(cache.resolve("flowlet"));
            }
        } catch (IOException e) {
            // A home that does not exist or is read-only is ordinary in containers.
        }
        return temporary();
    }

    /// In the temporary folder, readable to all (the user `nobody` must run what lies there), writable to us alone.
    static BinaryCache temporary() {
        var directory = Path.of(System.getProperty("java.io.tmpdir"), "flowlet-" + System.getProperty("user.name"));
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            var owner = Files.getOwner(directory).getName();
            if (!owner.equals(System.getProperty("user.name"))) {
                // Whoever owns the folder could make us run a program of theirs.
                throw new ServerException("%s belongs to %s; remove it or set XDG_CACHE_HOME to a directory of yours."
                        .formatted(directory, owner));
            }
            return new BinaryCache(directory);
        } catch (IOException e) {
            throw new ServerException(
                    "Cannot write %s; set XDG_CACHE_HOME to a directory of yours.".formatted(directory), e);
        }
    }

    Path directory(String name, Unpacker unpacker) {
        var directory = root.resolve(name);
        if (Files.exists(directory.resolve(COMPLETE))) {
            return directory;
        }
        try {
            var fresh = Files.createTempDirectory(
                    root,
                    name + ".",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            try {
                unpacker.unpackInto(fresh);
                Files.createFile(fresh.resolve(COMPLETE));
                publish(fresh, directory);
            } finally {
                Trees.delete(fresh);
            }
            return directory;
        } catch (IOException e) {
            throw new ServerException(
                    "Cannot unpack %s into %s (about 60 MB are needed): %s".formatted(name, root, e.getMessage()), e);
        }
    }

    private static void publish(Path fresh, Path directory) throws IOException {
        try {
            Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // The name is taken: fine when another JVM was faster.
            if (!Files.exists(directory.resolve(COMPLETE))) {
                throw e;
            }
        }
    }
}
