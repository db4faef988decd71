package finance.flowlet.gateway;

import finance.flowlet.platform.FlowletConfig;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.util.concurrent.TimeUnit;

/// The event bus over TCP, in the frames of Vert.x' own bridge: four bytes of length, then so many of JSON.
/// That bridge is not used because it reads amounts through a double and bounds neither frames nor questions.
final class TcpBridge {
    private final NetServer server;
    private final Bridge bridge;
    private final int maxFrameBytes;

    TcpBridge(Vertx vertx, Bridge bridge, FlowletConfig config) {
        var options = new NetServerOptions()
                .setHost(config.bridge().tcp().host())
                .setPort(config.bridge().tcp().port())
                .setTcpNoDelay(true)
                // Cuts a client that does not read: closing in order would wait until it does.
                .setIdleTimeout(config.bridge().idleTimeoutMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        if (config.tls().enabled()) {
            Listener.secure(options, config.tls());
        }
        this.bridge = bridge;
        this.maxFrameBytes = config.bridge().maxFrameBytes();
        this.server = vertx.createNetServer(options).connectHandler(this::connected);
    }

    Future<?> listen() {
        return server.listen();
    }

    int port() {
        return server.actualPort();
    }

    Future<?> close() {
        return server.close();
    }

    private void connected(NetSocket socket) {
        var session = bridge.connected(new Connection(socket));
        if (session.isEmpty()) {
            socket.close();
            return;
        }
        socket.handler(frames(session.get()));
        socket.exceptionHandler(_ -> socket.close());
        socket.closeHandler(_ -> bridge.disconnected(session.get()));
    }

    /// Cuts the bytes into frames. A length that nobody may send is seen before anything of its frame is kept.
    private Handler<Buffer> frames(BridgeSession session) {
        var parser = RecordParser.newFixed(Integer.BYTES);
        parser.handler(new Handler<>() {
            private boolean inFrame;
            private boolean broken;

            @Override
            public void handle(Buffer part) {
                if (broken) {
                    return;
                }
                if (inFrame) {
                    inFrame = false;
                    parser.fixedSizeMode(Integer.BYTES);
                    session.take(part.getBytes());
                    return;
                }
                var length = part.getInt(0);
                if (length <= 0 || length > maxFrameBytes) {
                    broken = true;
                    session.breakOff(length <= 0 ? Code.MALFORMED_REQUEST : Code.PAYLOAD_TOO_LARGE);
                    return;
                }
                inFrame = true;
                parser.fixedSizeMode(length);
            }
        });
        return parser;
    }

    private record Connection(NetSocket socket) implements Link {
        @Override
        public String source() {
            return socket.remoteAddress().hostAddress();
        }

        @Override
        public String replyType() {
            return "message";
        }

        @Override
        public boolean answersPings() {
            return true;
        }

        @Override
        public void send(byte[] json) {
            socket.write(Buffer.buffer(Integer.BYTES + json.length)
                    .appendInt(json.length)
                    .appendBytes(json));
        }

        @Override
        public boolean isFull() {
            return socket.writeQueueFull();
        }

        @Override
        public void pauseUntilDrained() {
            socket.pause();
            socket.drainHandler(_ -> socket.resume());
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
