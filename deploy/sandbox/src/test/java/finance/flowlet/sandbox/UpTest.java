package finance.flowlet.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The sandbox as a first-time user meets it.
class UpTest {

    @TempDir
    Path data;

    @Test
    void theFirstPasteIsAPaymentAndSigtermLeavesNothing() throws Exception {
        try (var up = UpProcess.start(data, Map.of(), "--ephemeral", "--port", "0")) {
            var facts = up.facts();
            assertTrue(up.output().contains(facts.apiKey()));
            assertTrue(up.output().contains("1,000,000/min"), up.output());
            assertEquals(
                    PosixFilePermissions.fromString("rw-------"),
                    Files.getPosixFilePermissions(data.resolve("sandbox.json")));
            var before = Balance.of(facts, 0);

            var payment = new Shell(data).run(up.curl());

            assertTrue(payment.contains("\"completed\""), payment);
            assertEquals(before.subtract(Balance.of("12.50")), Balance.of(facts, 0));
            var children = up.children();
            assertTrue(children.size() > 2);
            var words = up.terminate();
            assertTrue(words.indexOf("platform stopped") < words.indexOf("postgres stopped"), words);
            assertTrue(UpProcess.gone(children));
        }
        assertEquals(List.of("lock"), names(data));
    }

    @Test
    void killedItLeavesNoChildAndTheNextUpHasEverything() throws Exception {
        Facts first;
        try (var up = UpProcess.start(data, Map.of(), "--port", "0")) {
            first = up.facts();
            new Shell(data).run(up.curl());
            assertEquals(Balance.of("987.50"), Balance.of(first, 0));
            var children = up.children();
            up.kill();
            assertTrue(UpProcess.gone(children));
        }
        try (var up = UpProcess.start(data, Map.of(), "--port", "0")) {
            var second = up.facts();
            assertEquals(first.apiKey(), second.apiKey());
            assertEquals(first.logins(), second.logins());
            assertEquals(first.wallets(), second.wallets());
            assertEquals(Balance.of("987.50"), Balance.of(second, 0));
            up.terminate();
        }
        assertFalse(Files.exists(data.resolve("sandbox.json")));
        assertEquals(
                PosixFilePermissions.fromString("rw-------"),
                Files.getPosixFilePermissions(data.resolve("secrets.properties")));
    }

    @Test
    void severalNodesAreOnePlatformAndNoneOutlivesTheFirst() throws Exception {
        try (var up = UpProcess.start(data, Map.of(), "--ephemeral", "--port", "0", "--nodes", "2")) {
            var facts = up.facts();
            assertEquals(2, facts.nodes().size());
            assertEquals(facts.baseUrl(), facts.nodes().getFirst());
            assertTrue(up.output().contains("node 2 started"), up.output());
            var before = Balance.of(facts, 0);

            var shell = new Shell(data);
            shell.run(up.curl());
            var second =
                    shell.run(up.curl().replace(facts.baseUrl(), facts.nodes().getLast()));

            assertTrue(second.contains("\"completed\""), second);
            assertEquals(before.subtract(Balance.of("25.00")), Balance.of(facts, 0));
            assertTrue(
                    shell.run("curl -sS %s/health/ready".formatted(facts.nodes().getLast()))
                            .contains("\"members\":2"));
            var children = up.children();
            up.kill();
            assertTrue(UpProcess.gone(children));
        }
    }

    @Test
    void twoOnOneDirectoryDoNotCollide() throws Exception {
        try (var first = UpProcess.start(data, Map.of(), "--ephemeral", "--port", "0");
                var second = UpProcess.start(data, Map.of(), "--port", "0")) {
            assertEquals(1, second.process().waitFor());
            assertTrue(
                    second.output()
                            .contains("Another ./flowlet up (process %d)"
                                    .formatted(first.process().pid())),
                    second.output());
            assertEquals(first.data(), second.data());
            assertTrue(Files.exists(data.resolve("sandbox.json")));
        }
    }

    @Test
    void aTakenPortIsNamedBeforeAnythingStarts() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var port = Integer.toString(other.getLocalPort());
            try (var up = UpProcess.start(data, Map.of(), "--port", port)) {
                assertEquals(1, up.process().waitFor());
                assertTrue(up.output().contains("Port %s is taken".formatted(port)), up.output());
                assertTrue(up.output().contains("--port N"), up.output());
            }
        }
        assertEquals(List.of(), names(data));
    }

    private static List<String> names(Path directory) throws IOException {
        try (var paths = Files.list(directory)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
