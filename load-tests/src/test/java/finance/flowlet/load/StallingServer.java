package finance.flowlet.load;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;

/// Stands for the platform: answers payments, and waits before it does where it is told to.
final class StallingServer implements AutoCloseable {
    private static final String ID = "pay_01kav9ft00edqrb018tr4s%04d";
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();

    /// @param pauseMillis how long the n-th request waits; below 0, its connection is closed instead
    StallingServer(IntUnaryOperator pauseMillis) throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(request -> {
                    var number = asked.getAndIncrement();
                    var pause = pauseMillis.applyAsInt(number);
                    if (pause < 0) {
                        request.connection().close();
                    } else if (pause == 0) {
                        answer(request, number);
                    } else {
                        vertx.setTimer(pause, _ -> answer(request, number));
                    }
                })
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS);
    }

    Target target() {
        return Target.local(server.actualPort(), "sk_test_1", null);
    }

    int asked() {
        return asked.get();
    }

    private static void answer(HttpServerRequest request, int number) {
        request.response().setStatusCode(201).end("{\"id\":\"" + ID.formatted(number % 10_000) + "\"}");
    }

    /// Ids of wallets that it knows as little as any others.
    static List<byte[]> wallets() {
        return List.of(
                "wal_01kav9ft00emq8k9w39qsaekf4".getBytes(StandardCharsets.US_ASCII),
                "wal_01kav9ft00es8r65rzyjka792g".getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
