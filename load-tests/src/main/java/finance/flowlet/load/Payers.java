package finance.flowlet.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Opens funded wallets and keeps a number of payments in flight between them. Runs on the event loop.
final class Payers extends VerticleBase {
    /// Latencies in microseconds.
    record Result(long paid, long failed, Histogram micros) {}

    private static final int WALLETS = 64;
    private final JsonMapper json = new JsonMapper();
    private final String baseUrl;
    private final String apiKey;
    private final int connections;
    private final long seconds;
    private final Promise<Result> result = Promise.promise();
    private final Histogram micros = new Histogram(TimeUnit.MINUTES.toMicros(1), 3);
    private final List<String> wallets = new ArrayList<>();
    private @Nullable HttpClientAgent client;
    private long endsAt;
    private long paid;
    private long failed;
    private int running;
    private int next;

    Payers(String baseUrl, String apiKey, int connections, long seconds) {
        this.baseUrl = baseUrl;
        this.apiKey = apiKey;
        this.connections = connections;
        this.seconds = seconds;
    }

    /// Complete when the time is over and every payment in flight has been answered.
    Future<Result> result() {
        return result.future();
    }

    @Override
    public Future<?> start() {
        client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(true), new PoolOptions().setHttp1MaxSize(connections));
        var opened = Future.<Void>succeededFuture();
        for (var i = 0; i < WALLETS; i++) {
            var user = "load-" + i;
            opened = opened.compose(_ -> open(user));
        }
        return opened.onSuccess(_ -> {
            endsAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            for (running = 0; running < connections; running++) {
                pay();
            }
        });
    }

    private Future<Void> open(String user) {
        return post("/wallets", "{\"userId\":\"%s\",\"currency\":\"USD\",\"type\":\"personal\"}".formatted(user))
                .map(wallet -> json.readTree(wallet.getBytes()).path("id").asString(""))
                .onSuccess(wallets::add)
                .compose(id -> post("/wallets/" + id + "/deposits", "{\"amount\":100000.00,\"currency\":\"USD\"}"))
                .mapEmpty();
    }

    private void pay() {
        var startedAt = System.nanoTime();
        if (startedAt > endsAt) {
            finish();
            return;
        }
        var from = wallets.get(next++ % WALLETS);
        var to = wallets.get((next + WALLETS / 2) % WALLETS);
        var body = "{\"fromWalletId\":\"%s\",\"toWalletId\":\"%s\",\"amount\":0.01,\"currency\":\"USD\"}"
                .formatted(from, to);
        post("/payments", body).onComplete(answer -> {
            paid += answer.succeeded() ? 1 : 0;
            failed += answer.succeeded() ? 0 : 1;
            micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startedAt));
            pay();
        });
    }

    private void finish() {
        running--;
        if (running == 0) {
            result.complete(new Result(paid, failed, micros));
        }
    }

    private Future<Buffer> post(String path, String body) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(baseUrl + path)
                .setTimeout(TimeUnit.SECONDS.toMillis(30))
                .putHeader("Authorization", "Bearer " + apiKey)
                .putHeader("Content-Type", "application/json")
                .putHeader("Idempotency-Key", "load-" + System.identityHashCode(this) + "-" + System.nanoTime());
        return Objects.requireNonNull(client)
                .request(options)
                .compose(request -> request.send(Buffer.buffer(body)))
                .compose(response -> response.statusCode() == 201
                        ? response.body()
                        : Future.failedFuture("status " + response.statusCode()));
    }
}
