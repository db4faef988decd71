package finance.flowlet.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/// Sends and receives, on one thread and straight on sockets: it shares the processors with what it measures, so it
/// must hardly use any. One millisecond is the finest it waits; how late requests were sent is measured and shown.
final class Driver implements AutoCloseable {
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /// How long a request may wait for a connection before it counts as dropped.
    private static final long PATIENCE = SECOND;

    /// How long an answer may take.
    private static final long TIMEOUT = 30 * SECOND;

    private final List<InetSocketAddress> nodes;
    private final int most;
    private final Selector selector;
    private final List<Connection> connections = new ArrayList<>();
    private final ArrayDeque<Connection> free = new ArrayDeque<>();
    private final LongQueue waiting = new LongQueue();

    // Of the stretch that is being driven.
    private Traffic traffic = new Silence();
    private Meter meter = new Meter(0, 0);
    private boolean dry;
    private int openedSoFar;

    /// At most so many connections, to one of `nodes` after the other. They are opened as they are needed: a server
    /// closes what never asks, and a request sent at that very moment would be lost.
    Driver(List<InetSocketAddress> nodes, int most) throws IOException {
        this.nodes = nodes;
        this.most = most;
        selector = Selector.open();
        free.add(opened());
    }

    /// How long to drive, as [System#nanoTime] tells it.
    record Span(long startsAt, long measuredFrom, long endsAt) {
        static Span of(double warmUpSeconds, double seconds) {
            var now = System.nanoTime();
            var measured = now + (long) (warmUpSeconds * SECOND);
            return new Span(now, measured, measured + (long) (seconds * SECOND));
        }
    }

    /// Drives until the time is over or the traffic runs dry, and every request was answered.
    ///
    /// @param everySecond hears how it goes, on the thread that drives
    void run(Pace pace, Span span, long seed, Traffic traffic, Meter meter, BiConsumer<Meter, Meter.Second> everySecond)
            throws IOException {
        this.traffic = traffic;
        this.meter = meter;
        dry = false;
        waiting.clear();
        // Connections that the server closed since the last stretch, as it closes idle ones, are let go first.
        selector.selectNow(this::proceed);
        var source = Source.of(pace, span.startsAt, seed);
        var nextSecond = span.startsAt + SECOND;
        while (true) {
            var now = System.nanoTime();
            var over = now >= span.endsAt || dry;
            source.issue(this, Math.min(now, span.endsAt - 1), over);
            sendWaiting(now);
            if (now >= nextSecond) {
                giveUpOverdue(now);
                everySecond.accept(meter, meter.second(now, busy()));
                nextSecond += SECOND;
            }
            if (over && busy() == 0 && waiting.isEmpty()) {
                return;
            }
            selector.select(this::proceed, pause(Math.min(nextSecond, source.nextAt()), System.nanoTime()));
        }
    }

    int busy() {
        return connections.size() - free.size();
    }

    /// Hands over a request that is due; it is sent as soon as a connection is free.
    void due(long intendedNanos) {
        waiting.add(intendedNanos);
    }

    private void sendWaiting(long now) throws IOException {
        while (!waiting.isEmpty()) {
            if (dry || now - waiting.first() > PATIENCE) {
                if (!dry) {
                    meter.dropped();
                }
                waiting.remove();
                continue;
            }
            if (free.isEmpty() && connections.size() == most) {
                return;
            }
            var connection = free.isEmpty() ? opened() : free.poll();
            send(connection, waiting.remove(), now);
        }
    }

    private void send(Connection connection, long intendedNanos, long now) throws IOException {
        var exchange = connection.exchange;
        exchange.intendedNanos = intendedNanos;
        exchange.repeats = 0;
        if (!traffic.next(exchange)) {
            dry = true;
            free.push(connection);
            return;
        }
        try {
            connection.send(now);
            meter.sent(exchange);
        } catch (IOException e) {
            replace(connection, "connection");
        }
    }

    private void proceed(SelectionKey key) {
        var connection = (Connection) key.attachment();
        try {
            if (!connection.proceed()) {
                return;
            }
        } catch (IOException e) {
            replace(connection, "connection");
            return;
        }
        var now = System.nanoTime();
        switch (traffic.answered(connection.exchange, connection.reply)) {
            case GOOD -> {
                meter.answered(connection.exchange, now);
                release(connection);
            }
            case AGAIN -> repeat(connection, now);
            case BAD -> {
                meter.failed(Failures.code(connection.reply));
                release(connection);
            }
        }
    }

    private void repeat(Connection connection, long now) {
        try {
            meter.repeated();
            connection.sendAgain(now);
        } catch (IOException e) {
            replace(connection, "connection");
        }
    }

    private void release(Connection connection) {
        connection.done();
        if (connection.reply.closes()) {
            close(connection);
        } else {
            free.push(connection);
        }
    }

    private void replace(Connection connection, String code) {
        if (connection.isBusy()) {
            meter.failed(code);
        }
        close(connection);
    }

    private void close(Connection connection) {
        connection.close();
        connections.remove(connection);
        free.remove(connection);
    }

    private Connection opened() {
        var address = nodes.get(openedSoFar++ % nodes.size());
        try {
            var connection = Connection.open(address, selector);
            connections.add(connection);
            return connection;
        } catch (IOException e) {
            close();
            throw new LoadException("%s does not answer: %s".formatted(address, e.getMessage()), e);
        }
    }

    private void giveUpOverdue(long now) {
        for (var connection : List.copyOf(connections)) {
            if (connection.isBusy() && now - connection.exchange.sentNanos > TIMEOUT) {
                replace(connection, "timeout");
            }
        }
    }

    private static long pause(long until, long now) {
        return Math.max(1, (until - now + MILLISECOND - 1) / MILLISECOND);
    }

    @Override
    public void close() {
        for (var connection : connections) {
            connection.close();
        }
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Before the first stretch.
    private static final class Silence implements Traffic {
        @Override
        public boolean next(Exchange exchange) {
            return false;
        }

        @Override
        public Verdict answered(Exchange exchange, Reply reply) {
            return Verdict.BAD;
        }
    }
}
