package finance.flowlet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Clients that take all the time in the world, and others that must not notice.
@TestInstance(Lifecycle.PER_CLASS)
class SlowClientsTest {
    private static final int MOST_CONNECTIONS = 250;
    private final GatewayFixture gateway = new GatewayFixture(Map.of(
            "FLOWLET_SERVER_HEAD_TIMEOUT_MILLIS", "600",
            "FLOWLET_SERVER_BODY_TIMEOUT_MILLIS", "600",
            "FLOWLET_SERVER_IDLE_TIMEOUT_MILLIS", "1500",
            "FLOWLET_SERVER_MAX_CONNECTIONS", Integer.toString(MOST_CONNECTIONS)));
    private final ScheduledExecutorService drip = Executors.newScheduledThreadPool(2);

    @AfterAll
    void close() {
        drip.shutdownNow();
        gateway.close();
    }

    @Test
    void aHeadThatDripsInIsCut() throws IOException {
        assertCutWithin(3000, "GET /health HTTP/1.1\r\nHost: x\r\nX-", "a");
    }

    @Test
    void aConnectionWithoutARequestIsCut() throws IOException {
        assertCutWithin(3000, "", "");
    }

    @Test
    void aBodyThatDripsInIsCut() throws IOException {
        var head = """
                POST /payments HTTP/1.1\r
                Host: x\r
                Authorization: Bearer admin\r
                Content-Type: application/json\r
                Content-Length: 1000\r
                \r
                """;
        assertCutWithin(3000, head, " ");
    }

    @Test
    void aSecondHeadThatDripsInIsCut() throws IOException {
        assertCutWithin(4000, "GET /health HTTP/1.1\r\nHost: x\r\n\r\nGET /health HTTP/1.1\r\nX-", "a");
    }

    @Test
    void twoHundredSlowClientsHoldUpNobody() throws IOException {
        var slow = new ArrayList<Socket>();
        try {
            for (var i = 0; i < 200; i++) {
                slow.add(connect("GET /health HTTP/1.1\r\nHost: x\r\nX-"));
            }
            for (var i = 0; i < 50; i++) {
                assertEquals(200, gateway.get("/health", null).statusCode());
            }
            for (var socket : slow) {
                assertTrue(isCutWithin(socket, 3000));
            }
        } finally {
            for (var socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void thereAreOnlySoManyConnections() throws IOException {
        var sockets = new ArrayList<Socket>();
        try {
            for (var i = 0; i < MOST_CONNECTIONS + 20; i++) {
                sockets.add(connect(""));
            }
            // The last one is turned away at once, long before its deadline.
            assertTrue(isCutWithin(sockets.getLast(), 400));
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    private Socket connect(String text) throws IOException {
        var socket = new Socket("127.0.0.1", gateway.port());
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /// Sends `first`, and then `drop` ten times a second for as long as the server listens.
    private void assertCutWithin(int millis, String first, String drop) throws IOException {
        try (var socket = connect(first)) {
            var drops = drip.scheduleAtFixedRate(() -> drop(socket, drop), 100, 100, TimeUnit.MILLISECONDS);
            assertTrue(isCutWithin(socket, millis));
            drops.cancel(true);
        }
    }

    private static void drop(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException cut) {
            // That is what the test waits for.
        }
    }

    private static boolean isCutWithin(Socket socket, int millis) throws IOException {
        var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        socket.setSoTimeout(millis);
        try {
            while (System.nanoTime() < end) {
                if (socket.getInputStream().read(new byte[4096]) < 0) {
                    return true;
                }
            }
            return false;
        } catch (SocketException reset) {
            return true;
        } catch (IOException silent) {
            return false;
        }
    }
}
