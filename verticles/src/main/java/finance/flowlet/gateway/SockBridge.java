package finance.flowlet.gateway;

import finance.flowlet.platform.FlowletConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import io.vertx.ext.web.handler.sockjs.Transport;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/// The event bus for browsers: SockJS under `/eventbus`, over WebSocket alone, because every browser has it and
/// the older ways each bring bounds of their own. Only its sockets are taken from vertx-web; its bridge reads
/// amounts through a double.
final class SockBridge {
    private static final Pattern INFO = Pattern.compile("/eventbus/info");
    private static final Pattern SOCKET = Pattern.compile("/eventbus/([A-Za-z0-9_-]+/[A-Za-z0-9_-]+/)?websocket");
    private final Router router;
    private final Bridge bridge;
    private final Connections connections;
    private final Set<String> origins;
    private final int idleTimeoutMillis;

    SockBridge(Vertx vertx, Bridge bridge, Connections connections, FlowletConfig config) {
        var options = new SockJSHandlerOptions().setInsertJSESSIONID(false);
        Set.of(Transport.XHR, Transport.EVENT_SOURCE, Transport.HTML_FILE, Transport.JSON_P)
                .forEach(transport -> options.addDisabledTransport(transport.toString()));
        this.router = Router.router(vertx);
        this.bridge = bridge;
        this.connections = connections;
        this.origins = Set.copyOf(config.server().corsOrigins());
        this.idleTimeoutMillis = config.server().idleTimeoutMillis();
        router.route().failureHandler(context -> context.request().connection().close());
        router.route("/eventbus/*")
                .subRouter(SockJSHandler.create(vertx, options).socketHandler(this::connected));
    }

    /// Takes a request that is for it; any other is a request like all.
    boolean take(HttpServerRequest request) {
        if (!isOurs(request)
                || connections.isEnding(request.connection())
                || Head.refusal(request).isPresent()) {
            return false;
        }
        if (Objects.requireNonNull(request.path()).endsWith("websocket")) {
            // From here on the bridge looks after it. A handshake that fails ends it.
            connections.forget(request.connection());
        } else {
            connections.ours(request.connection());
            request.response().endHandler(_ -> connections.due(request.connection(), idleTimeoutMillis));
        }
        router.handle(request);
        return true;
    }

    /// A page of another origin than the configured ones finds nothing here.
    private boolean isOurs(HttpServerRequest request) {
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        return request.method().name().equals("GET")
                && (INFO.matcher(request.path()).matches()
                        || SOCKET.matcher(request.path()).matches() && request.canUpgradeToWebSocket())
                && (origin == null || origins.contains(origin));
    }

    private void connected(SockJSSocket socket) {
        var connected = bridge.connected(new Connection(socket));
        if (connected.isEmpty()) {
            socket.close();
            return;
        }
        var session = connected.get();
        socket.handler(message -> session.take(message.getBytes()))
                .exceptionHandler(_ -> socket.close())
                .closeHandler(_ -> bridge.disconnected(session));
    }

    private record Connection(SockJSSocket socket) implements Link {
        @Override
        public String source() {
            return socket.remoteAddress().hostAddress();
        }

        @Override
        public String replyType() {
            return "rec";
        }

        @Override
        public boolean answersPings() {
            return false;
        }

        @Override
        public void send(byte[] json) {
            socket.write(new String(json, StandardCharsets.UTF_8));
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
