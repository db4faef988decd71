package finance.flowlet.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// The network between a program and a server, to be disturbed at will: slow, silent, cut, or leading to
/// another server. What it carries it does not change. A disturbance concerns open connections as well as
/// new ones.
public final class Proxy implements AutoCloseable {
    private static final int CONNECT_MILLIS = 2000;
    private static final int CHUNK = 16 << 10;
    private static final long LOOK_AGAIN_NANOS = 5_000_000;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private volatile long delayNanos;
    private volatile boolean silent;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// Listens on any free port of the loopback address and leads to `target` there.
    public Proxy(int target) {
        this.target = target;
        try {
            this.door = new ServerSocket(0, 512, InetAddress.ofLiteral(Ports.LOOPBACK));
        } catch (IOException e) {
            throw new ServerException("This machine has no free port on " + Ports.LOOPBACK, e);
        }
        Thread.ofVirtual().name("proxy").start(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    /// Leads new connections to another port; [#cut] ends those that are open.
    public void leadTo(int port) {
        target = port;
    }

    /// Holds back everything, in either direction, for so long; zero ends it.
    public void delay(Duration each) {
        delayNanos = each.toNanos();
    }

    /// Passes nothing on and cuts nothing, as a cable that was pulled out; what was said meanwhile
    /// arrives at its end.
    public void silence(boolean on) {
        silent = on;
    }

    /// Ends every open connection, as a router that lost its tables.
    public void cut() {
        open.forEach(Proxy::end);
    }

    @Override
    public void close() {
        closed.set(true);
        try {
            door.close();
        } catch (IOException e) {
            throw new ServerException("Cannot close port " + port(), e);
        }
        cut();
    }

    private void accept() {
        while (!closed.get()) {
            try {
                var client = door.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException ended) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        var server = new Socket();
        try {
            server.connect(new InetSocketAddress(InetAddress.ofLiteral(Ports.LOOPBACK), target), CONNECT_MILLIS);
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            open.add(server);
            Thread.ofVirtual().start(() -> carry(client, server));
            carry(server, client);
        } catch (IOException refused) {
            end(client);
        }
    }

    /// One direction, until either end is closed; then both are.
    private void carry(Socket from, Socket to) {
        var chunk = new byte[CHUNK];
        try {
            for (var size = from.getInputStream().read(chunk);
                    size >= 0;
                    size = from.getInputStream().read(chunk)) {
                pause();
                to.getOutputStream().write(chunk, 0, size);
            }
        } catch (IOException cut) {
            // One of the two ends is gone; the other one learns it below.
        } finally {
            end(from);
            end(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private void pause() {
        if (delayNanos > 0) {
            LockSupport.parkNanos(delayNanos);
        }
        while (silent && !closed.get()) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It was closed already, which is what was wanted.
        }
    }
}
