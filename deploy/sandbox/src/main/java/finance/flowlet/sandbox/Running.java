package finance.flowlet.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;

/// What has been started, and has to be stopped in the opposite order.
///
/// Ctrl-C runs [#close] on another thread, maybe in the middle of a start; whatever is added afterwards is stopped at
/// once.
final class Running implements AutoCloseable {

    /// @param name what is said once it is closed
    private record Part(String name, AutoCloseable part) {}

    private final Console console;
    private final Deque<Part> parts = new ArrayDeque<>();
    private boolean closed;

    Running(Console console) {
        this.console = console;
    }

    synchronized <T extends AutoCloseable> T add(String name, T part) {
        parts.push(new Part(name, part));
        if (closed) {
            stopAll();
        }
        return part;
    }

    /// Whether the end has begun: what fails from then on fails because of it.
    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (!parts.isEmpty()) {
            console.say("\nStopping");
        }
        stopAll();
    }

    private void stopAll() {
        while (!parts.isEmpty()) {
            stop(parts.pop());
        }
    }

    private void stop(Part part) {
        try {
            console.step(part.name(), () -> {
                try {
                    part.part().close();
                    return part;
                } catch (Exception e) {
                    throw new SandboxException(String.valueOf(e.getMessage()), e);
                }
            });
        } catch (RuntimeException e) {
            // The others must stop all the same.
            console.problem("%s did not stop in order: %s".formatted(part.name(), e.getMessage()));
        }
    }
}
