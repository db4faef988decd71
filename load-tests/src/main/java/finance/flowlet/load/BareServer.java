package finance.flowlet.load;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A server that does nothing but answer: the bound of what an answer over HTTP can cost on Vert.x. A process of its
/// own, so that it has a heap and compiled code of its own, as the platform has.
public final class BareServer {
    private static final long PATIENCE_SECONDS = 20;

    private BareServer() {}

    /// What it answers; headers without their lengths.
    record Answer(Map<String, String> headers, Map<String, Object> body) {}

    /// Reads an [Answer] as one line of JSON, listens, and prints its port. Ends when its input does.
    ///
    /// @param arguments how many event loops
    public static void main(String[] arguments) throws IOException {
        var answer = new JsonMapper().readValue(readLine(), Answer.class);
        var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        var port = port();
        try {
            vertx.deployVerticle(
                            () -> new Handler(answer, port),
                            new DeploymentOptions().setInstances(Integer.parseInt(arguments[0])))
                    .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
        System.out.println(port);
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }

    /// Up to the end of the line and not a byte further.
    private static String readLine() throws IOException {
        var text = new StringBuilder();
        for (var character = System.in.read(); character > 0 && character != '\n'; character = System.in.read()) {
            text.append((char) character);
        }
        return text.toString();
    }

    private static int port() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static final class Handler extends VerticleBase {
        private final List<Map.Entry<String, String>> headers;
        private final Map<String, Object> body;
        private final int port;
        private @Nullable HttpServer server;

        Handler(Answer answer, int port) {
            headers = List.copyOf(answer.headers().entrySet());
            body = answer.body();
            this.port = port;
        }

        @Override
        public Future<?> start() {
            server = vertx.createHttpServer().requestHandler(request -> {
                var response = request.response();
                headers.forEach(header -> response.putHeader(header.getKey(), header.getValue()));
                var json = new JsonObject();
                body.forEach(json::put);
                response.end(json.toBuffer());
            });
            return server.listen(port, "127.0.0.1");
        }

        @Override
        public Future<?> stop() {
            return Objects.requireNonNull(server).close();
        }
    }
}
