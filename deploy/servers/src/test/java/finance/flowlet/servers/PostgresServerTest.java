package finance.flowlet.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {

    @TempDir
    Path directory;

    @Test
    void isPostgresWithDurableCommits() throws SQLException {
        try (var server = PostgresServer.start(directory.resolve("pg"), 0, Map.of("work_mem", "8MB"));
                var sql = Sql.connect(server)) {
            assertTrue(sql.ask("show server_version").startsWith(PostgresProgram.MAJOR + "."));
            for (var setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                assertEquals("on", sql.ask("show " + setting));
            }
            assertEquals("8MB", sql.ask("show work_mem"));
            assertEquals("UTF8", sql.ask("show server_encoding"));
            assertEquals(PostgresServer.USER, sql.ask("select current_user"));
        }
    }

    @Test
    void durabilityIsNoSetting() {
        assertThrows(
                IllegalArgumentException.class,
                () -> PostgresServer.start(directory.resolve("pg"), 0, Map.of("fsync", "off")));
    }

    @Test
    void keepsCommittedRowsOverStopAndCrash() throws SQLException {
        try (var server = PostgresServer.start(directory.resolve("pg"), 0, Map.of())) {
            var firstPid = server.pid();
            try (var sql = Sql.connect(server)) {
                sql.run("create table payment(id int primary key)");
                sql.run("insert into payment values (1)");
            }
            server.restart();
            try (var sql = Sql.connect(server)) {
                assertEquals("1", sql.ask("select count(*) from payment"));
                sql.run("insert into payment values (2)");
                server.crash();
            }
            assertTrue(leftovers("pg").running().isEmpty());
            server.restart();
            try (var sql = Sql.connect(server)) {
                assertEquals("2", sql.ask("select count(*) from payment"));
            }
            assertTrue(server.pid() != firstPid);
        }
        assertTrue(leftovers("pg").running().isEmpty());
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var port = other.getLocalPort();
            var refusal = Refusal.of(() -> PostgresServer.start(directory.resolve("pg"), port, Map.of()));
            refusal.says("127.0.0.1:" + port + ": the port is taken");
            refusal.says("choose another port");
        }
    }

    @Test
    void aDirectoryOfAnotherMajorIsLeftAlone() throws Exception {
        var old = Files.createDirectory(directory.resolve("old"));
        Files.writeString(old.resolve("PG_VERSION"), "16\n");
        var refusal = Refusal.of(() -> PostgresServer.start(old, 0, Map.of()));
        refusal.says("made by PostgreSQL 16");
    }

    @Test
    void aDirectoryOfSomethingElseIsLeftAlone() throws Exception {
        Files.writeString(directory.resolve("thesis.txt"), "years of work");
        var refusal = Refusal.of(() -> PostgresServer.start(directory, 0, Map.of()));
        refusal.says("holds something else");
        assertEquals("years of work", Files.readString(directory.resolve("thesis.txt")));
    }

    @Test
    void aServerSomeoneStillOwnsIsNotTakenOver() {
        try (var owner = PostgresServer.start(directory.resolve("pg"), 0, Map.of())) {
            var refusal = Refusal.of(() -> PostgresServer.start(directory.resolve("pg"), 0, Map.of()));
            refusal.says("Process " + owner.pid());
        }
    }

    @Test
    void aStalePidFileThatNamesAStrangerDoesNoHarm() throws Exception {
        var pg = directory.resolve("pg");
        PostgresServer.start(pg, 0, Map.of()).close();
        var stranger = ProcessHandle.current().pid();
        Files.writeString(pg.resolve("postmaster.pid"), stranger + "\n" + pg + "\n1\n5432\n\n127.0.0.1\n0 0\nready\n");
        try (var server = PostgresServer.start(pg, 0, Map.of());
                var sql = Sql.connect(server)) {
            assertEquals("1", sql.ask("select 1"));
        }
    }

    private Leftovers leftovers(String name) {
        return new Leftovers("postgres", directory.resolve(name));
    }
}
