package finance.flowlet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/// The migrations of one domain as this build carries them: version to the checksum that Flyway keeps.
///
/// A program usually starts on a database that is up to date. One question per domain finds that out, and
/// spares the second and more of processor time that Flyway takes to come to the same answer eight times:
/// after a crash, time in which nobody can pay.
record MigrationFiles(String domain, Map<Integer, Integer> checksums) {
    static MigrationFiles of(String domain) {
        var checksums = new HashMap<Integer, Integer>();
        try {
            var folder = MigrationFiles.class.getResource("/db/" + domain);
            if (folder == null) {
                throw new IllegalStateException("no migrations of " + domain + " on the class path");
            }
            for (var name : names(folder, "db/" + domain + "/")) {
                checksums.put(version(name), checksum("/db/" + domain + "/" + name));
            }
            return new MigrationFiles(domain, Map.copyOf(checksums));
        } catch (IOException | URISyntaxException failure) {
            throw new IllegalStateException("cannot read the migrations of " + domain, failure);
        }
    }

    /// Whether all of them were applied as they are here, and nothing else up to the newest of them. What
    /// a newer program added above does not count, so that the old one may be started beside it. When in
    /// doubt the answer is no, and Flyway decides.
    boolean applied(Connection connection) throws SQLException {
        var missing = new HashMap<>(checksums);
        var newest =
                checksums.keySet().stream().mapToInt(version -> version).max().orElse(0);
        try (var statement = connection.createStatement()) {
            var table = domain + ".flyway_schema_history";
            try (var exists = statement.executeQuery("select to_regclass('" + table + "') is not null")) {
                if (!exists.next() || !exists.getBoolean(1)) {
                    return false;
                }
            }
            try (var rows = statement.executeQuery(
                    "select version::integer, checksum, success from " + table + " where version is not null")) {
                while (rows.next()) {
                    var version = rows.getInt(1);
                    var same = Integer.valueOf(rows.getInt(2)).equals(missing.remove(version));
                    if (!rows.getBoolean(3) || !same && version <= newest) {
                        return false;
                    }
                }
            }
        }
        return missing.isEmpty();
    }

    /// The names of the files in a folder of the class path, be it a directory or part of a jar.
    private static List<String> names(URL folder, String prefix) throws IOException, URISyntaxException {
        if (folder.getProtocol().equals("file")) {
            try (var files = Files.list(Path.of(new URI(folder.toString())))) {
                return files.map(file -> file.getFileName().toString()).toList();
            }
        }
        var connection = (JarURLConnection) folder.openConnection();
        connection.setUseCaches(false);
        try (var jar = connection.getJarFile()) {
            return jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(prefix) && name.endsWith(".sql"))
                    .map(name -> name.substring(prefix.length()))
                    .toList();
        }
    }

    /// `V012__words.sql` is 12.
    private static int version(String name) {
        return Integer.parseInt(name.substring(1, name.indexOf("__")));
    }

    /// As Flyway computes it: over the lines, whatever ends them.
    private static int checksum(String resource) {
        var sum = new CRC32();
        try (var stream = MigrationFiles.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("no " + resource + " on the class path");
            }
            new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> sum.update(line.getBytes(StandardCharsets.UTF_8)));
            return (int) sum.getValue();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
