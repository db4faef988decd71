package finance.flowlet.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisServerTest {

    @TempDir
    Path directory;

    @Test
    void keepsAcknowledgedWritesOverStopAndCrash() throws IOException {
        try (var server = RedisServer.start(directory, 0)) {
            assertEquals(":1", say(server, "INCR visits"));
            server.restart();
            assertEquals(":2", say(server, "INCR visits"));
            server.crash();
            server.restart();
            assertEquals(":3", say(server, "INCR visits"));
        }
        assertTrue(new Leftovers("redis-server", directory).running().isEmpty());
    }

    @Test
    void aPausedServerIsSilentAndStillCloses() throws IOException {
        try (var server = RedisServer.start(directory, 0)) {
            server.pause();
            assertThrows(SocketTimeoutException.class, () -> say(server, "PING"));
            server.resume();
            assertEquals("+PONG", say(server, "PING"));
            server.pause();
        }
        assertTrue(new Leftovers("redis-server", directory).running().isEmpty());
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var port = other.getLocalPort();
            var refusal = Refusal.of(() -> RedisServer.start(directory, port));
            refusal.says("127.0.0.1:" + port + ": the port is taken");
        }
    }

    private static String say(RedisServer server, String command) throws IOException {
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
            socket.setSoTimeout(300);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }
}
