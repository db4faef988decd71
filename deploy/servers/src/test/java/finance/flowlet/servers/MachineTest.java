package finance.flowlet.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.servers.Machine.Account;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {

    @TempDir
    Path directory;

    @Test
    void aMachineWithoutToolsStillStartsAndSaysWhatIsMissing() {
        var bare = new Machine(false, false, false, false, false);
        assertEquals(List.of("redis"), bare.command(bare.unprivileged(), directory, Signal.KILL, List.of("redis")));
        assertEquals(2, bare.remarks().size());
        assertTrue(new Machine(false, false, true, true, false).remarks().isEmpty());
    }

    @Test
    void theDeathSignalIsSetAfterTheAccountChanges() {
        var machine = new Machine(true, true, true, true, true);
        assertEquals(
                List.of("setsid", "unshare", "-U", "setpriv", "--pdeathsig", "INT", "postgres"),
                machine.command(machine.unprivileged(), directory, Signal.INT, List.of("postgres")));
    }

    @Test
    void rootWithoutAnyWayToBeSomeoneElseIsToldWhatToDo() {
        var refusal = Refusal.of(() -> new Machine(true, false, true, true, false).unprivileged());
        refusal.says("DB_HOST");
    }

    @Test
    void withoutNamespacesRootRunsPostgresAsNobody() throws Exception {
        var machine = Machine.probe();
        Assumptions.assumeTrue(machine.root() && machine.nobody());
        var closed = new Machine(true, false, machine.sessions(), machine.deathSignal(), true);
        assertEquals(Account.NOBODY, closed.unprivileged());
        // JUnit's directory is closed to others, as root's home is.
        try (var server = PostgresServer.start(closed, directory.resolve("pg"), 0, Map.of());
                var sql = Sql.connect(server)) {
            assertEquals("1", sql.ask("select 1"));
            assertEquals("nobody", Files.getOwner(directory.resolve("pg")).getName());
            server.crash();
            server.restart();
        }
        assertTrue(new Leftovers("postgres", directory.resolve("pg")).running().isEmpty());
    }
}
