package finance.flowlet.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The operations of the contract as routes of vertx-web, at the root and at its alias `/v1`.
///
/// A path has exactly one form: no route needs a percent sign, a dot segment, an empty segment or a trailing slash.
/// vertx-web would normalise such spellings to a route, so they are turned away before it sees them, and there is
/// no second form for a check in front of us to miss.
final class Routes {
    private static final Pattern CANONICAL = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9_.~-]+)+");
    private static final List<String> MOUNTS = List.of("", "/v1");
    private static final String EXCHANGE = "exchange";
    private final Router router;
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
        this.router = Router.router(vertx);
        this.target = target;
        var byPath = operations.stream()
                .collect(Collectors.groupingBy(Contract.Operation::path, TreeMap::new, Collectors.toList()));
        router.route().handler(this::begin).failureHandler(this::failed);
        MOUNTS.forEach(mount -> byPath.forEach((path, served) -> mount(mount + pattern(path), served)));
        router.route().last().handler(context -> target.noRoute(exchange(context)));
    }

    /// Sends a request to its operation.
    void route(Exchange exchange) {
        if (!CANONICAL.matcher(exchange.request().path()).matches()) {
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

    private void begin(RoutingContext context) {
        context.put(EXCHANGE, arriving);
        context.next();
    }

    private void mount(String path, List<Contract.Operation> served) {
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
