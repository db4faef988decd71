package finance.flowlet.gateway;

import finance.flowlet.problem.Code;
import finance.flowlet.problem.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request and its one reply. Whatever happens, the reply is JSON or a problem with the headers that
/// every reply carries, and it never claims a success that nobody has stated.
final class Exchange implements Arrival {
    /// How long a refused client may still send before its connection is cut. Cut at once, it might never
    /// see the reply.
    private static final long LINGER_MILLIS = 500;

    /// What nearly every reply carries, as the bytes that are sent.
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("Request-Id");

    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence SECURITY_POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final CharSequence NOTHING_ELSE =
            HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'");
    private static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("Referrer-Policy");
    private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
    private static final CharSequence RATE_LIMIT_POLICY = HttpHeaders.createOptimized("RateLimit-Policy");
    private static final CharSequence RATE_LIMIT = HttpHeaders.createOptimized("RateLimit");

    private final HttpServerRequest request;
    private final String requestId;
    private final EdgeSettings settings;
    private final Connections connections;
    private @Nullable Quota quota;
    private boolean closing;

    Exchange(HttpServerRequest request, String requestId, EdgeSettings settings, Connections connections) {
        this.request = request;
        this.requestId = requestId;
        this.settings = settings;
        this.connections = connections;
    }

    HttpServerRequest request() {
        return request;
    }

    @Override
    public String requestId() {
        return requestId;
    }

    @Override
    public String source() {
        return request.connection().remoteAddress().hostAddress();
    }

    @Override
    public Optional<String> credential() {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header == null ? Optional.empty() : Bearer.read(header);
    }

    @Override
    public List<String> idempotencyKeys() {
        return request.headers().getAll("Idempotency-Key");
    }

    @Override
    public @Nullable String ifMatch() {
        return request.getHeader("If-Match");
    }

    @Override
    public void limitedBy(Quota decided) {
        quota = quota == null ? decided : quota.and(decided);
    }

    /// Ends the connection with the reply, because what follows on it cannot be trusted or is not wanted.
    Exchange closing() {
        closing = true;
        return this;
    }

    /// Refuses a request whose bytes could not be read to their end. The server cuts the connection as soon
    /// as we return, before it would have sent anything, so what was written must leave now.
    void refuseBroken() {
        closing().refuse(Code.MALFORMED_REQUEST);
        if (request.connection() instanceof HttpServerConnection connection) {
            connection.channelHandlerContext().flush();
        }
    }

    void refuse(Code code) {
        answer(new Answer.Refused(code));
    }

    void answer(Answer answer) {
        switch (answer) {
            case Answer.Json(var status, var value) -> send(status, Media.JSON, JsonWriter.bytes(value));
            case Answer.Stored(var status, var json, var replayed) -> {
                mark(replayed);
                send(status, status < 400 ? Media.JSON : Media.PROBLEM, json.getBytes(StandardCharsets.UTF_8));
            }
            case Answer.Empty(var replayed) -> {
                mark(replayed);
                send(204, null, new byte[0]);
            }
            case Answer.Text(var status, var mediaType, var text, var headers) -> {
                headers.forEach(request.response()::putHeader);
                send(status, mediaType + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
            }
            case Answer.Document document -> send(document);
            case Answer.Refused(var code, var headers) -> {
                headers.forEach(request.response()::putHeader);
                refuse(code, Problem.of(code, requestId));
            }
            case Answer.Public(var value, var maxAgeSeconds) -> {
                request.response().putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=" + maxAgeSeconds);
                send(200, Media.JSON, JsonWriter.bytes(value));
            }
            case Answer.Explained(var code, var members) ->
                refuse(code, new ExplainedProblem(Problem.of(code, requestId), members));
            case Answer.Invalid invalid ->
                refuse(invalid.code(), Problem.of(invalid.errors(), invalid.code(), requestId));
        }
    }

    private void mark(boolean replayed) {
        if (replayed) {
            request.response().putHeader("Idempotency-Replayed", "true");
        }
    }

    /// Whether a refusal says when to come back.
    static boolean comesBack(Code code) {
        return code.status() == 429 || code.status() == 503 || code == Code.IDEMPOTENCY_IN_PROGRESS;
    }

    private void refuse(Code code, Record problem) {
        var headers = request.response().headers();
        if (code.status() == 401) {
            headers.set("WWW-Authenticate", "Bearer realm=\"flowlet\"");
        }
        if (comesBack(code) && !headers.contains(HttpHeaders.RETRY_AFTER)) {
            headers.set(HttpHeaders.RETRY_AFTER, "1");
        }
        send(code.status(), Media.PROBLEM, JsonWriter.bytes(problem));
    }

    private void send(int status, @Nullable String mediaType, byte[] body) {
        if (isAnswered()) {
            return;
        }
        var last = head(status, mediaType);
        request.response().end(Buffer.buffer(body)).onComplete(_ -> ended(last));
    }

    private void send(Answer.Document document) {
        if (isAnswered()) {
            return;
        }
        var response = request.response();
        document.headers().forEach(response::putHeader);
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(document.bytes()));
        sendFrom(document, 0, head(200, document.mediaType()));
    }

    /// Sends the next piece when the one before has left. What breaks off is cut, because its length was
    /// promised.
    private void sendFrom(Answer.Document document, int piece, boolean last) {
        var response = request.response();
        if (piece == document.pieces()) {
            response.end().onComplete(_ -> ended(last));
            return;
        }
        connections.due(request.connection(), settings.idleTimeoutMillis());
        document.piece()
                .apply(piece)
                .compose(response::write)
                .onSuccess(_ -> sendFrom(document, piece + 1, last))
                .onFailure(_ -> request.connection().close());
    }

    private boolean isAnswered() {
        return request.response().ended() || request.response().closed();
    }

    /// Writes the head and says whether the connection ends with the reply.
    private boolean head(int status, @Nullable String mediaType) {
        var response = request.response();
        response.setStatusCode(status);
        common(response);
        if (mediaType != null) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, mediaType);
        }
        var last = closing || settings.draining() || hasUnreadBody();
        if (last) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            connections.last(request.connection(), LINGER_MILLIS);
        } else {
            // A client that does not read its reply is not waited for any longer than one that does not ask.
            connections.due(request.connection(), settings.idleTimeoutMillis());
        }
        return last;
    }

    private void common(HttpServerResponse response) {
        var headers = response.headers();
        headers.set(REQUEST_ID, requestId);
        headers.set(CONTENT_TYPE_OPTIONS, NOSNIFF);
        if (!headers.contains(HttpHeaders.CACHE_CONTROL)) {
            headers.set(HttpHeaders.CACHE_CONTROL, NO_STORE);
        }
        headers.set(SECURITY_POLICY, NOTHING_ELSE);
        headers.set(REFERRER_POLICY, NO_REFERRER);
        if (settings.tls()) {
            headers.set("Strict-Transport-Security", "max-age=31536000");
        }
        settings.cors().mark(request);
        if (quota != null) {
            headers.set(RATE_LIMIT_POLICY, quota.policyField());
            headers.set(RATE_LIMIT, quota.field());
        }
    }

    private boolean hasUnreadBody() {
        var headers = request.headers();
        return !request.isEnded()
                && (headers.contains(HttpHeaders.TRANSFER_ENCODING)
                        || !"0"
                                .equals(
                                        headers.contains(HttpHeaders.CONTENT_LENGTH)
                                                ? headers.get(HttpHeaders.CONTENT_LENGTH)
                                                : "0"));
    }

    private void ended(boolean last) {
        var connection = request.connection();
        if (!last) {
            connections.due(connection, settings.idleTimeoutMillis());
        } else if (request.isEnded()) {
            connection.close();
        } else {
            // Take in and drop what the client is still sending, so that it gets to read the reply.
            request.handler(_ -> {}).endHandler(_ -> connection.close()).exceptionHandler(_ -> connection.close());
            request.resume();
        }
    }
}
