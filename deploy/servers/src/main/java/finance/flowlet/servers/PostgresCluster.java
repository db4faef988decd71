package finance.flowlet.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A data directory of PostgreSQL ("cluster" is its word for it).
record PostgresCluster(Path directory) {

    private static final String NOBODY = "nobody";

    /// Resolves symbolic links, as the kernel reports working directories without them.
    static PostgresCluster at(Path directory) {
        try {
            Files.createDirectories(directory);
            return new PostgresCluster(directory.toRealPath());
        } catch (IOException e) {
            throw new ServerException("Cannot create %s; choose another data directory.".formatted(directory), e);
        }
    }

    Path log() {
        return directory.resolve("server.log");
    }

    Leftovers leftovers() {
        return new Leftovers("postgres", directory);
    }

    /// A new cluster appears under its name only when initdb has finished, so that an interrupted first start leaves
    /// nothing half made.
    void createIfEmpty(PostgresProgram program, Machine.Account account) {
        try {
            if (Files.exists(directory.resolve("PG_VERSION"))) {
                mustBeOurs(account);
                return;
            }
            try (var children = Files.list(directory)) {
                if (children.findAny().isPresent()) {
                    throw new ServerException(
                            "%s holds something else than a PostgreSQL data directory; choose another."
                                    .formatted(directory));
                }
            }
            create(program, account);
        } catch (IOException e) {
            throw new ServerException("Cannot create a database in %s: %s".formatted(directory, e.getMessage()), e);
        }
    }

    private void create(PostgresProgram program, Machine.Account account) throws IOException {
        var fresh = directory.resolveSibling(directory.getFileName() + ".new");
        Trees.delete(fresh);
        Files.createDirectory(fresh);
        if (account == Machine.Account.NOBODY) {
            give(fresh);
        }
        var output = directory.resolveSibling(directory.getFileName() + ".initdb.log");
        Files.deleteIfExists(output);
        var command = new ArrayList<>(Machine.as(account, fresh));
        command.addAll(initdb(program, Machine.seenBy(account, fresh)));
        var initdb = Child.spawn("initdb", command, output);
        if (!initdb.ended(Duration.ofMinutes(2)) || initdb.process().exitValue() != 0) {
            initdb.process().destroyForcibly();
            throw new ServerException("initdb could not create %s:\n%s".formatted(directory, initdb.lastWords()));
        }
        Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(output);
    }

    /// The built-in locale makes sorting the same on every machine, whatever its C library knows.
    private static List<String> initdb(PostgresProgram program, String fresh) {
        return List.of(
                program.initdb().toString(),
                "--pgdata=" + fresh,
                "--username=" + PostgresServer.USER,
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8");
    }

    private void mustBeOurs(Machine.Account account) throws IOException {
        var major = Files.readString(directory.resolve("PG_VERSION")).strip();
        if (!major.equals(Integer.toString(PostgresProgram.MAJOR))) {
            throw new ServerException("""
                    %s was made by PostgreSQL %s, this is PostgreSQL %d. Move it away, or choose another data \
                    directory.""".formatted(directory, major, PostgresProgram.MAJOR));
        }
        var owner = Files.getOwner(directory).getName();
        var expected = account == Machine.Account.NOBODY ? NOBODY : System.getProperty("user.name");
        if (!owner.equals(expected)) {
            throw new ServerException("%s belongs to %s, but PostgreSQL would run as %s. Choose another data directory."
                    .formatted(directory, owner, expected));
        }
    }

    private static void give(Path fresh) throws IOException {
        var users = fresh.getFileSystem().getUserPrincipalLookupService();
        Files.setOwner(fresh, users.lookupPrincipalByName(NOBODY));
    }

    /// PostgreSQL refuses to start when its pid file names a living process, even a stranger that got the number later
    /// (usual in containers). Only called when no PostgreSQL works here.
    void forgetStalePid() {
        try {
            Files.deleteIfExists(directory.resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new ServerException("Cannot delete the stale postmaster.pid in " + directory, e);
        }
    }

    /// The pid file's first line is the server, the eighth its state.
    boolean ready(long pid) {
        try {
            var lines = Files.readAllLines(directory.resolve("postmaster.pid"));
            return lines.size() >= 8
                    && lines.getFirst().strip().equals(Long.toString(pid))
                    && lines.get(7).strip().equals("ready");
        } catch (IOException e) {
            return false;
        }
    }

    /// Makes this directory a copy of a server's that is stopped, which will follow it.
    void copyOf(PostgresCluster primary, int primaryPort, Machine.Account account) {
        try {
            Trees.delete(directory);
            Trees.copy(primary.directory, directory);
            Files.createFile(standbySignal());
            Files.writeString(
                    directory.resolve("postgresql.auto.conf"),
                    "primary_conninfo = 'host=%s port=%d user=%s'\n"
                            .formatted(Ports.LOOPBACK, primaryPort, PostgresServer.USER));
            if (account == Machine.Account.NOBODY) {
                try (var paths = Files.walk(directory)) {
                    for (var path : paths.toList()) {
                        give(path);
                    }
                }
            }
        } catch (IOException e) {
            throw new ServerException("Cannot copy %s to %s".formatted(primary.directory, directory), e);
        }
    }

    /// There as long as the server follows another one.
    Path standbySignal() {
        return directory.resolve("standby.signal");
    }

    Path promoteSignal() {
        return directory.resolve("promote");
    }
}
