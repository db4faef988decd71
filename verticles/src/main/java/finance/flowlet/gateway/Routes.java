package finance.flowlet.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The operations of the contract as routes of vertx-web, at the root and at its alias `/v1`.
///
/// A path has exactly one form: no route needs a percent sign, a dot segment, an empty segment or a trailing slash.
/// vertx-web would normalise such spellings to a route, so they are turned away before it sees them, and there is
/// no second form for a check in front of us to miss.
final class Routes {
    private static final String VERSION = "/v1";
    private static final List<String> MOUNTS = List.of("", VERSION);
    private static final String EXCHANGE = "exchange";
    private final Vertx vertx;
    /// By the first segment of a path: vertx-web tries one route after the other.
    private final Map<String, Router> routers = new HashMap<>();
    private final Target target;
    /// Handed to the router's first handler, which runs before [#route] returns, all on one event loop.
    private @Nullable Exchange arriving;

    /// Where a request goes.
    interface Target {
        void found(Exchange exchange, Contract.Operation operation, Map<String, String> path);

        void otherMethods(Exchange exchange, String allow);

        void noRoute(Exchange exchange);

        void failed(Exchange exchange, Throwable failure);
    }

    Routes(Vertx vertx, List<Contract.Operation> operations, Target target) {
        this.vertx = vertx;
        this.target = target;
        var byPath = operations.stream()
                .collect(Collectors.groupingBy(Contract.Operation::path, TreeMap::new, Collectors.toList()));
        byPath.forEach((path, served) -> {
            var router = routers.computeIfAbsent(segment(path), _ -> router());
            MOUNTS.forEach(mount -> mount(router, mount + pattern(path), served));
        });
        routers.values().forEach(router -> router.route().handler(context -> target.noRoute(exchange(context))));
    }

    private Router router() {
        var router = Router.router(vertx);
        router.route().handler(this::begin).failureHandler(this::failed);
        return router;
    }

    /// `wallets` of `/wallets/{id}` and of `/v1/wallets/{id}`.
    private static String segment(String path) {
        var from = path.startsWith(VERSION + "/") ? VERSION.length() + 1 : 1;
        var to = path.indexOf('/', from);
        return to < 0 ? path.substring(from) : path.substring(from, to);
    }

    /// Sends a request to its operation.
    void route(Exchange exchange) {
        var path = Objects.requireNonNullElse(exchange.request().path(), "");
        var router = isCanonical(path) ? routers.get(segment(path)) : null;
        if (router == null) {
            target.noRoute(exchange);
            return;
        }
        arriving = exchange;
        try {
            router.handle(exchange.request());
        } catch (RuntimeException failure) {
            target.failed(exchange, failure);
        }
    }

    /// Segments of unreserved characters, none of them empty or of dots alone.
    private static boolean isCanonical(String path) {
        if (!path.startsWith("/") || path.endsWith("/") || path.contains("//")) {
            return false;
        }
        for (var i = 0; i < path.length(); i++) {
            var c = path.charAt(i);
            var isPart = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '-' && c <= '9' || c == '_' || c == '~';
            if (!isPart) {
                return false;
            }
        }
        var closed = path + "/";
        return !closed.contains("/./") && !closed.contains("/../");
    }

    private void begin(RoutingContext context) {
        context.put(EXCHANGE, arriving);
        context.next();
    }

    private void mount(Router router, String path, List<Contract.Operation> served) {
        var allow = served.stream()
                .map(Contract.Operation::method)
                .collect(
                        Collectors.collectingAndThen(Collectors.toCollection(TreeSet::new), m -> String.join(", ", m)));
        for (var operation : served) {
            router.route(HttpMethod.valueOf(operation.method()), path)
                    .handler(context -> target.found(exchange(context), operation, Map.copyOf(context.pathParams())));
        }
        router.route(path).handler(context -> target.otherMethods(exchange(context), allow));
    }

    /// Without this vertx-web would answer for us, in plain text.
    private void failed(RoutingContext context) {
        var failure = context.failure();
        target.failed(
                exchange(context),
                failure == null ? new IllegalStateException("status " + context.statusCode()) : failure);
    }

    private static Exchange exchange(RoutingContext context) {
        return Objects.requireNonNull(context.<Exchange>get(EXCHANGE), "not admitted");
    }

    /// `/wallets/{id}` in the spelling of vertx-web.
    private static String pattern(String path) {
        return path.replace("{", ":").replace("}", "");
    }
}
