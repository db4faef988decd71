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

class MachineTest {

    @Test
    void aMachineWithoutToolsStillStartsAndSaysWhatIsMissing() {
        var bare = new Machine(false, false, false, false, false);
        assertEquals(List.of("redis"), bare.command(bare.unprivileged(), Signal.KILL, List.of("redis")));
        assertEquals(2, bare.remarks().size());
        assertTrue(new Machine(false, false, true, true, false).remarks().isEmpty());
    }

    @Test
    void theDeathSignalIsSetAfterTheAccountChanges() {
        var machine = new Machine(true, true, true, true, true);
        assertEquals(
                List.of("setsid", "unshare", "-U", "setpriv", "--pdeathsig", "INT", "postgres"),
                machine.command(machine.unprivileged(), Signal.INT, List.of("postgres")));
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
        // Readable to all, unlike JUnit's temporary directories.
        var directory = Files.createDirectory(Path.of(System.getProperty("java.io.tmpdir"), "flowlet-nobody-test"));
        try (var server = PostgresServer.start(closed, directory.resolve("pg"), 0, Map.of());
                var sql = Sql.connect(server)) {
            assertEquals("1", sql.ask("select 1"));
            assertEquals("nobody", Files.getOwner(directory.resolve("pg")).getName());
        } finally {
            Trees.delete(directory);
        }
    }
}
