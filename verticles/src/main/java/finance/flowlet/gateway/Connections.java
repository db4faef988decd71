package finance.flowlet.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// How long a client may take. A connection that is owed something by its client has a deadline; one that
/// passes it is closed, however busily single bytes still arrive. One sweep looks at all connections, so a
/// request costs no timer.
///
/// Confined to one event loop, except for the count of open connections, which all gateways share.
final class Connections {
    private static final long SWEEP_MILLIS = 200;
    private static final long NEVER = Long.MAX_VALUE;
    private final IdentityHashMap<HttpConnection, Long> deadlines = new IdentityHashMap<>();
    private final Set<HttpConnection> ending = Collections.newSetFromMap(new IdentityHashMap<>());
    private final AtomicInteger open;
    private final int most;

    Connections(AtomicInteger open, int most) {
        this.open = open;
        this.most = most;
    }

    /// Begins to look after deadlines.
    void watch(Vertx vertx) {
        vertx.setPeriodic(SWEEP_MILLIS, _ -> sweep(System.nanoTime()));
    }

    /// A client has connected; it owes us a request head within `headMillis`.
    void opened(HttpConnection connection, int headMillis) {
        connection.closeHandler(_ -> forget(connection));
        deadlines.put(connection, NEVER);
        if (open.incrementAndGet() > most) {
            connection.close();
        } else {
            due(connection, headMillis);
        }
    }

    /// Looks after a connection no longer: it has become a WebSocket, or has ended.
    void forget(HttpConnection connection) {
        if (deadlines.remove(connection) != null) {
            open.decrementAndGet();
        }
        ending.remove(connection);
    }

    /// The client owes us something within `millis`.
    void due(HttpConnection connection, long millis) {
        deadlines.replace(connection, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /// It is our turn.
    void ours(HttpConnection connection) {
        deadlines.replace(connection, NEVER);
    }

    /// The last reply of this connection is on its way; it is cut within `millis`. Requests that the client has
    /// sent ahead are not to be served: after a request that could be read in two ways they may not even be
    /// requests.
    void last(HttpConnection connection, long millis) {
        if (deadlines.containsKey(connection)) {
            ending.add(connection);
            due(connection, millis);
        }
    }

    boolean isEnding(HttpConnection connection) {
        return ending.contains(connection);
    }

    private void sweep(long now) {
        deadlines.entrySet().stream()
                .filter(entry -> entry.getValue() != NEVER && entry.getValue() - now < 0)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(HttpConnection::close);
    }
}
