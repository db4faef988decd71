package finance.flowlet.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An HTTP client as a customer of the API would write it: one base URL, one credential, JSON in and out.
public final class Api {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String baseUrl;
    private final @Nullable String credential;

    public Api(String baseUrl, @Nullable String credential) {
        this.baseUrl = baseUrl;
        this.credential = credential;
    }

    /// The same server, asked by somebody else.
    public Api as(@Nullable String other) {
        return new Api(baseUrl, other);
    }

    public String baseUrl() {
        return baseUrl;
    }

    /// The credential this client asks with.
    public @Nullable String credential() {
        return credential;
    }

    public Response get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Response delete(String path, String... headers) {
        return send("DELETE", path, null, headers);
    }

    public Response post(String path, @Nullable String body, String... headers) {
        return send("POST", path, body, headers);
    }

    /// POSTs with an idempotency key.
    public Response postOnce(String key, String path, @Nullable String body) {
        return post(path, body, "Idempotency-Key", key);
    }

    /// Sends without waiting.
    public CompletableFuture<Response> sendAsync(String method, String path, @Nullable String body, String... headers) {
        return CompletableFuture.supplyAsync(
                () -> send(method, path, body, headers),
                command -> Thread.ofVirtual().start(command));
    }

    /// Sends any method; `headers` are names and values in turn.
    public Response send(String method, String path, @Nullable String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(baseUrl + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (credential != null) {
            request.header("Authorization", "Bearer " + credential);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Response(HTTP.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException failure) {
            throw new IllegalStateException(method + " " + path, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /// The bytes of what is no JSON.
    public byte[] bytes(String path) {
        var request = HttpRequest.newBuilder(URI.create(baseUrl + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + credential)
                .build();
        try {
            var response = HTTP.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(path + " " + response.statusCode());
            }
            return response.body();
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException("GET " + path, failure);
        }
    }

    /// Runs all of `calls` at once, each on a thread of its own, and answers in their order.
    public static <T> List<T> together(List<? extends Callable<T>> calls) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(calls).stream().map(Api::result).toList();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// What came back.
    public record Response(int status, HttpHeaders headers, String body) {
        Response(HttpResponse<String> response) {
            this(response.statusCode(), response.headers(), response.body());
        }

        public JsonNode json() {
            return JSON.readTree(body);
        }

        /// A member by its path as text, or the empty text: `text("balances", "available")` is the number
        /// as written.
        public String text(String... path) {
            var node = json();
            for (var step : path) {
                node = node.path(step);
            }
            return node.isBigDecimal() ? node.decimalValue().toPlainString() : node.asString("");
        }

        /// A member of each row of a list.
        public List<String> column(String... path) {
            return StreamSupport.stream(json().path("data").spliterator(), false)
                    .map(row -> new Response(status, headers, row.toString()).text(path))
                    .toList();
        }

        /// The code of a problem; `201` and the like for what is none.
        public String code() {
            return status < 400 ? Integer.toString(status) : text("code");
        }

        public boolean replayed() {
            return header("Idempotency-Replayed").equals("true");
        }

        /// The body without the one thing that differs between two requests.
        public String withoutRequestId() {
            return body.replaceAll("\"requestId\":\"[^\"]*\"", "\"requestId\":\"\"");
        }

        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }
}
