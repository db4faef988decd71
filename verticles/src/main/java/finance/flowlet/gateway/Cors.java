package finance.flowlet.gateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/// Which web pages may call us from a browser: those of the configured origins, compared letter by letter, and
/// none when nothing is configured. Credentials travel in a header that a page sets itself, so cookies are
/// never allowed.
record Cors(Set<String> origins) {
    private static final String REQUEST_HEADERS = "Authorization, Content-Type, Idempotency-Key";
    private static final String EXPOSED =
            "Request-Id, Retry-After, RateLimit, RateLimit-Policy, Idempotency-Replayed, WWW-Authenticate";

    Cors {
        origins = Set.copyOf(origins);
    }

    /// Whether the request asks, for a page of an allowed origin, what it may send.
    boolean isPreflight(HttpServerRequest request) {
        return request.method().name().equals("OPTIONS")
                && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)
                && isAllowed(request);
    }

    /// Marks a reply.
    void mark(HttpServerRequest request) {
        var headers = request.response().headers();
        headers.set(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        if (isAllowed(request)) {
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, request.getHeader(HttpHeaders.ORIGIN));
            headers.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        }
    }

    /// Answers a preflight, beside [#mark].
    void allow(HttpServerRequest request, String methods) {
        var headers = request.response().headers();
        headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, methods);
        headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS);
        headers.set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "600");
    }

    private boolean isAllowed(HttpServerRequest request) {
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin != null && origins.contains(origin);
    }
}
