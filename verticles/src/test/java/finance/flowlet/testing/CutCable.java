package finance.flowlet.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A TCP cable to a port of this machine that can be cut and mended. Cut, it swallows what is sent: nobody is told
/// that a connection has ended, and one that is opened hears nothing, as when a switch fails.
public final class CutCable implements AutoCloseable {
    private final ServerSocket entrance;
    private final int exit;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition mended = lock.newCondition();
    private boolean cut;

    /// Leads from a free port to `exit`.
    public CutCable(int exit) {
        this.exit = exit;
        try {
            entrance = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /// Where to connect to.
    public int port() {
        return entrance.getLocalPort();
    }

    /// From now on nothing comes through, in either direction.
    public void cut() {
        set(true);
    }

    /// What is sent from now on comes through; connections of before are broken, as after a long outage.
    public void mend() {
        open.forEach(CutCable::quietly);
        open.clear();
        set(false);
    }

    private void set(boolean to) {
        lock.lock();
        try {
            cut = to;
            mended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                var near = entrance.accept();
                open.add(near);
                Thread.ofVirtual().start(() -> connect(near));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket near) {
        try {
            whenWhole();
            var far = new Socket(InetAddress.ofLiteral("127.0.0.1"), exit);
            open.add(far);
            Thread.ofVirtual().start(() -> carry(near, far));
            Thread.ofVirtual().start(() -> carry(far, near));
        } catch (IOException nobody) {
            quietly(near);
        }
    }

    private void carry(Socket from, Socket to) {
        try (from;
                to) {
            var buffer = new byte[1 << 16];
            for (var read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                whenWhole();
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException ended) {
            // Closing both is all there is to do.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private void whenWhole() throws IOException {
        lock.lock();
        try {
            while (cut) {
                mended.await();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        } finally {
            lock.unlock();
        }
    }

    private static void quietly(Closeable each) {
        try {
            each.close();
        } catch (IOException gone) {
            // It is closed one way or the other.
        }
    }

    @Override
    public void close() {
        quietly(entrance);
        mend();
    }
}
