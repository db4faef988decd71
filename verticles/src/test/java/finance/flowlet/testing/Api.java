package finance.flowlet.testing;

import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of the HTTP API with one credential, as a customer of ours would write it.
public final class Api {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private final String baseUrl;
    private final @Nullable String credential;

    public Api(String baseUrl, @Nullable String credential) {
        this.baseUrl = baseUrl;
        this.credential = credential;
    }

    /// What came back: `body` as it was sent, for comparing bytes.
    public record Reply(int status, String body, boolean replayed) {
        /// A member by its path: `text("balances", "available")` is the number as it was written.
        public String text(String... path) {
            JsonNode node = JSON.readTree(body);
            for (var step : path) {
                node = node.path(step);
            }
            return node.isBigDecimal() ? plain(node.decimalValue()) : node.asString("");
        }

        /// A member of each row of a list.
        public List<String> column(String... path) {
            return StreamSupport.stream(JSON.readTree(body).path("data").spliterator(), false)
                    .map(row -> new Reply(status, row.toString(), false).text(path))
                    .toList();
        }

        /// The code of a problem; `201` and the like for what is none.
        public String code() {
            return status < 400 ? Integer.toString(status) : text("code");
        }

        /// The body without the one thing that differs between two requests.
        public String withoutRequestId() {
            return body.replaceAll("\"requestId\":\"[^\"]*\"", "\"requestId\":\"\"");
        }

        private static String plain(BigDecimal decimal) {
            return decimal.toPlainString();
        }
    }

    public Reply get(String path) {
        return send("GET", path, null).join();
    }

    public Reply post(String path, @Nullable String body, String... headers) {
        return send("POST", path, body, headers).join();
    }

    /// POSTs with an idempotency key.
    public Reply postOnce(String key, String path, @Nullable String body) {
        return post(path, body, "Idempotency-Key", key);
    }

    public CompletableFuture<Reply> send(String method, String path, @Nullable String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(baseUrl + path))
                .timeout(Duration.ofSeconds(30))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (credential != null) {
            request.header("Authorization", "Bearer " + credential);
        }
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        IntStream.range(0, headers.length / 2).forEach(i -> request.header(headers[2 * i], headers[2 * i + 1]));
        return CLIENT.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(reply -> new Reply(
                        reply.statusCode(),
                        reply.body(),
                        reply.headers().firstValue("Idempotency-Replayed").isPresent()));
    }
}
