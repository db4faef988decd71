package finance.flowlet.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;

/// Ports on the loopback address; no server here listens anywhere else.
public final class Ports {

    static final String LOOPBACK = "127.0.0.1";

    private static final int ATTEMPTS = 5;

    private static final int FIRST = 20_000;

    private static final int AFTER_LAST = 32_768;

    private static final int SEARCHES = 1000;

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

    /// A port that nobody listens on at this moment, below those that systems give to outgoing connections: one of
    /// those may be taken by any connection before its server comes to listen.
    public static int anyFree() {
        return ThreadLocalRandom.current()
                .ints(FIRST, AFTER_LAST)
                .limit(SEARCHES)
                .filter(port -> !taken(port))
                .findFirst()
                .orElseThrow(() -> new ServerException("This machine has no free port on " + LOOPBACK));
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
