package finance.flowlet.servers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// PostgreSQL's own binaries, unpacked from the archive on the class path.
record PostgresProgram(Path home) {

    static final int MAJOR = 18;
    private static final String VERSION = "18.4.0";

    static PostgresProgram in(BinaryCache cache) {
        var archive = "/postgres-linux-" + architecture() + ".txz";
        return new PostgresProgram(cache.directory("postgres-" + VERSION, home -> {
            try (var stream = PostgresProgram.class.getResourceAsStream(archive)) {
                if (stream == null) {
                    throw new ServerException("No PostgreSQL comes with Flowlet for " + System.getProperty("os.name")
                            + " on " + System.getProperty("os.arch") + ". Set DB_HOST, DB_PORT, DB_NAME, DB_USER and "
                            + "DB_PASSWORD to use one that already runs.");
                }
                unpack(stream, home);
            }
        }));
    }

    Path initdb() {
        return home.resolve("bin/initdb");
    }

    Path postgres() {
        return home.resolve("bin/postgres");
    }

    private static String architecture() {
        return "aarch64".equals(System.getProperty("os.arch")) ? "arm_64" : "x86_64";
    }

    private static void unpack(InputStream stream, Path home) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(stream)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var path = home.resolve(entry.getName()).normalize();
                if (!path.startsWith(home)) {
                    throw new IOException("The archive wants to write outside its directory: " + entry.getName());
                }
                write(tar, entry, path);
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.resolve("..").normalize());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, path);
        var executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
