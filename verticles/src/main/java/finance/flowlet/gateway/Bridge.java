package finance.flowlet.gateway;

import finance.flowlet.platform.FlowletConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Everybody who is connected to a bridge: no more than configured, and nobody who has gone silent. A
/// connection whose last whole frame is too long ago is closed, however busily single bytes still arrive.
///
/// Confined to one event loop, except for the count of connections, which all gateways share.
final class Bridge {
    /// The frame and its envelope lie around the body, which may be nested as deeply as over HTTP.
    private static final int LEVELS_AROUND_A_BODY = 2;

    private static final long SWEEP_MILLIS = 200;
    private final Set<BridgeSession> sessions = new HashSet<>();
    private final PublicDoor door;
    private final AtomicInteger connected;
    private final FlowletConfig config;
    private final JsonReader json;
    private final Promise<Void> everybodyLeft = Promise.promise();
    private @Nullable TcpBridge tcp;
    private boolean closing;

    Bridge(PublicDoor door, AtomicInteger connected, FlowletConfig config) {
        this.door = door;
        this.connected = connected;
        this.config = config;
        this.json = new JsonReader(config.limits().maxJsonDepth() + LEVELS_AROUND_A_BODY);
    }

    /// Opens what the configuration wants open.
    Future<?> open(Vertx vertx) {
        vertx.setPeriodic(SWEEP_MILLIS, _ -> sweep(System.nanoTime()));
        if (!config.bridge().tcp().enabled()) {
            return Future.succeededFuture();
        }
        var listener = new TcpBridge(vertx, this, config);
        tcp = listener;
        return listener.listen();
    }

    OptionalInt port() {
        return tcp == null ? OptionalInt.empty() : OptionalInt.of(tcp.port());
    }

    /// A conversation with somebody who has just connected, unless there are too many.
    Optional<BridgeSession> connected(Link link) {
        if (closing) {
            return Optional.empty();
        }
        if (connected.incrementAndGet() > config.bridge().maxConnections()) {
            connected.decrementAndGet();
            return Optional.empty();
        }
        var session = new BridgeSession(link, door, json, config.bridge().maxInFlight());
        sessions.add(session);
        return Optional.of(session);
    }

    void disconnected(BridgeSession session) {
        if (sessions.remove(session)) {
            connected.decrementAndGet();
        }
        if (closing && sessions.isEmpty()) {
            everybodyLeft.tryComplete();
        }
    }

    private void sweep(long now) {
        var silentNanos = TimeUnit.MILLISECONDS.toNanos(config.bridge().idleTimeoutMillis());
        sessions.stream()
                .filter(session -> now - session.lastFrameNanos() > silentNanos)
                .toList()
                .forEach(BridgeSession::close);
    }

    /// Answers what was asked, for up to `graceMillis`, and disconnects everybody.
    Future<?> close(long graceMillis) {
        closing = true;
        List.copyOf(sessions).forEach(BridgeSession::drain);
        if (sessions.isEmpty()) {
            everybodyLeft.tryComplete();
        }
        return everybodyLeft
                .future()
                .timeout(Math.max(1, graceMillis), TimeUnit.MILLISECONDS)
                .otherwiseEmpty()
                .compose(_ -> tcp == null ? Future.succeededFuture() : tcp.close());
    }
}
