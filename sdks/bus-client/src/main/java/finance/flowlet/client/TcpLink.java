package finance.flowlet.client;

import finance.flowlet.bus.Fault;
import finance.flowlet.problem.Code;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One connection to the TCP bridge, made when it is needed and made again when it breaks. Questions whose answer
/// broke off with it are asked again: each carries a key or changes nothing.
///
/// All state is confined to one context. What waits is bounded, in number and in time.
final class TcpLink implements Link {
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2000;
    /// A question that keeps breaking the connection must not do so for ever.
    private static final int MOST_SENDS = 3;

    private final Vertx vertx;
    private final Context context;
    private final NetClient client;
    private final FlowletClient.Server server;
    private final Map<String, Asked> open = new LinkedHashMap<>();
    private final Deque<Asked> waiting = new ArrayDeque<>();
    private final long pinging;
    private @Nullable NetSocket socket;
    private boolean connecting;
    private boolean closed;
    private boolean heard;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private long number;

    /// A question that has no answer yet.
    private static final class Asked {
        private final String id;
        private final Buffer frame;
        private final Promise<Buffer> answer = Promise.promise();
        private long timer;
        private boolean underway;
        private int sends;

        private Asked(String id, Buffer frame) {
            this.id = id;
            this.frame = frame;
        }
    }

    TcpLink(Vertx vertx, NetClientOptions options, FlowletClient.Server server) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.client = vertx.createNetClient(options);
        this.server = server;
        this.pinging = vertx.setPeriodic(server.pingMillis(), _ -> context.runOnContext(_ -> ping()));
    }

    @Override
    public Future<Buffer> ask(String address, Buffer envelope) {
        var promise = Promise.<Buffer>promise();
        context.runOnContext(_ -> accept(address, envelope).onComplete(promise));
        return promise.future();
    }

    private Future<Buffer> accept(String address, Buffer envelope) {
        if (closed || open.size() >= server.maxWaiting()) {
            return Future.failedFuture(new Fault(Code.UNAVAILABLE));
        }
        var asked = new Asked(Long.toString(++number), Buffer.buffer());
        asked.frame.appendBuffer(Frames.question(address, asked.id, envelope));
        if (asked.frame.length() > server.maxFrameBytes()) {
            return Future.failedFuture(new Fault(Code.PAYLOAD_TOO_LARGE));
        }
        open.put(asked.id, asked);
        waiting.add(asked);
        asked.timer = vertx.setTimer(server.timeoutMillis(), _ -> context.runOnContext(_ -> late(asked)));
        proceed();
        return asked.answer.future();
    }

    /// Sends what waits, as far as the server takes it.
    private void proceed() {
        var connection = socket;
        if (connection == null) {
            if (!waiting.isEmpty()) {
                connect();
            }
            return;
        }
        var underway = open.values().stream().filter(asked -> asked.underway).count();
        for (; underway < server.maxInFlight() && !waiting.isEmpty(); underway++) {
            var next = waiting.remove();
            next.underway = true;
            next.sends++;
            connection.write(Frames.frame(next.frame));
        }
    }

    private void connect() {
        if (connecting || closed) {
            return;
        }
        connecting = true;
        client.connect(server.port(), server.host())
                .onComplete(made -> context.runOnContext(_ -> {
                    connecting = false;
                    if (made.succeeded()) {
                        connected(made.result());
                    } else {
                        tryLater();
                    }
                }));
    }

    private void connected(NetSocket made) {
        if (closed) {
            made.close();
            return;
        }
        socket = made;
        heard = true;
        made.handler(Frames.reader(server.maxReplyBytes(), part -> context.runOnContext(_ -> take(part)), made::close));
        made.exceptionHandler(_ -> made.close());
        made.closeHandler(_ -> context.runOnContext(_ -> lost(made)));
        proceed();
    }

    /// What had been sent goes to the front again, in its order.
    private void lost(NetSocket gone) {
        if (!gone.equals(socket)) {
            return;
        }
        socket = null;
        List.copyOf(open.values()).reversed().stream()
                .filter(asked -> asked.underway)
                .forEach(asked -> {
                    asked.underway = false;
                    if (asked.sends < MOST_SENDS) {
                        waiting.addFirst(asked);
                    } else {
                        fail(asked, Code.OUTCOME_UNKNOWN);
                    }
                });
        tryLater();
    }

    private void tryLater() {
        if (!waiting.isEmpty() && !closed) {
            vertx.setTimer(pauseMillis, _ -> context.runOnContext(_ -> proceed()));
            pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
        }
    }

    private void take(Buffer frame) {
        heard = true;
        switch (Frames.read(frame)) {
            case Frames.Answer(var id, var body) -> {
                pauseMillis = FIRST_PAUSE_MILLIS;
                var asked = remove(id);
                if (asked != null) {
                    asked.answer.complete(body);
                }
            }
            case Frames.Refusal(var id, var code) -> {
                var asked = remove(id);
                if (asked != null) {
                    asked.answer.fail(new Fault(code));
                }
            }
            case Frames.Other() -> {}
        }
        proceed();
    }

    private void late(Asked asked) {
        if (open.containsKey(asked.id)) {
            waiting.remove(asked);
            fail(asked, asked.sends == 0 ? Code.UNAVAILABLE : Code.OUTCOME_UNKNOWN);
            proceed();
        }
    }

    private void fail(Asked asked, Code code) {
        remove(asked.id);
        asked.answer.fail(new Fault(code));
    }

    private @Nullable Asked remove(String id) {
        var asked = open.remove(id);
        if (asked != null) {
            vertx.cancelTimer(asked.timer);
        }
        return asked;
    }

    /// Keeps the connection, and finds out when the other side has gone without a word.
    private void ping() {
        var connection = socket;
        if (connection == null) {
            return;
        }
        if (heard) {
            heard = false;
            connection.write(Frames.frame(Frames.PING));
        } else {
            connection.close();
        }
    }

    @Override
    public Future<Void> close() {
        var promise = Promise.<Void>promise();
        context.runOnContext(_ -> {
            closed = true;
            vertx.cancelTimer(pinging);
            waiting.clear();
            List.copyOf(open.values())
                    .forEach(asked -> fail(asked, asked.sends == 0 ? Code.UNAVAILABLE : Code.OUTCOME_UNKNOWN));
            client.close().onComplete(promise);
        });
        return promise.future();
    }
}
