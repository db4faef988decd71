package finance.flowlet.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.function.IntFunction;

/// Ports on the loopback address; no server here listens anywhere else.
public final class Ports {

    static final String LOOPBACK = "127.0.0.1";

    private static final int ATTEMPTS = 5;

    private Ports() {}

    /// A server and the port it got.
    record Listening(int port, Child child) {}

    /// Launches on the port, or with 0 on any free one. A free port may be taken by someone else before the server
    /// binds it, so that case tries again.
    static Listening launch(int port, IntFunction<Child> launcher) {
        if (port != 0) {
            return new Listening(port, launcher.apply(port));
        }
        for (var attempt = 1; ; attempt++) {
            var free = anyFree();
            try {
                return new Listening(free, launcher.apply(free));
            } catch (ServerException e) {
                if (attempt == ATTEMPTS || !taken(free)) {
                    throw e;
                }
            }
        }
    }

    /// A port that nobody listens on at this moment.
    public static int anyFree() {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral(LOOPBACK))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new ServerException("This machine has no free port on " + LOOPBACK, e);
        }
    }

    static boolean taken(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.ofLiteral(LOOPBACK))) {
            return !socket.isBound();
        } catch (IOException e) {
            return true;
        }
    }

    static ServerException takenBy(String server, int port) {
        return new ServerException(server + " cannot listen on " + LOOPBACK + ":" + port
                + ": the port is taken. Stop the program that holds it (ss -ltnp 'sport = :" + port
                + "' shows which), or choose another port; 0 takes any free one.");
    }
}
