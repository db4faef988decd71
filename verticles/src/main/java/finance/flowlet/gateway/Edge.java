package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.bus.Fault;
import finance.flowlet.contract.auth.Principal;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.IdSource;
import finance.flowlet.id.InvalidIdException;
import finance.flowlet.id.TypeId;
import finance.flowlet.platform.FlowletConfig;
import finance.flowlet.problem.Code;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way of a request: its head, its route, its caller, its query, its idempotency key, its body, and only then the
/// operation. Each step may refuse; the first that does is the answer, so that the same request is always refused for
/// the
/// same reason.
final class Edge {
    private static final Logger LOG = LoggerFactory.getLogger(Edge.class);
    private final Routes routes;
    private final Map<String, Operations.Operation> operations;
    private final Map<String, BodyReader> bodies = new HashMap<>();
    private final Door door;
    private final QueryReader queries;
    private final Cursor cursor;
    private final JsonReader json;
    private final BodyIntake intake;
    private final Connections connections;
    private final EdgeSettings settings;
    private final IdSource ids;

    Edge(
            Contract contract,
            Operations operations,
            Door door,
            Connections connections,
            EdgeSettings settings,
            IdSource ids,
            FlowletConfig config) {
        var served = contract.operations().stream()
                .filter(operation -> operations.byId().containsKey(operation.id()))
                .toList();
        this.routes = new Routes(served);
        this.operations = operations.byId();
        served.forEach(operation -> {
            var type = Objects.requireNonNull(operations.byId().get(operation.id()))
                    .body();
            if ((type == null) != (operation.body() == null)) {
                throw new IllegalStateException(operation.id() + " disagrees with the contract on having a body");
            }
            if (type != null && operation.body() != null) {
                bodies.put(operation.id(), BodyReader.of(type, operation.body()));
            }
        });
        this.door = door;
        this.cursor = new Cursor(config.auth().pepper());
        this.queries = new QueryReader(config.limits(), cursor);
        this.json = new JsonReader(config.limits().maxJsonDepth());
        this.intake =
                new BodyIntake(config.server().bodyLimitBytes(), config.server().bodyTimeoutMillis(), connections);
        this.connections = connections;
        this.settings = settings;
        this.ids = ids;
    }

    void handle(HttpServerRequest request) {
        if (connections.isEnding(request.connection())) {
            return;
        }
        connections.ours(request.connection());
        var exchange = new Exchange(request, TypeId.encode("req", ids.next()), settings, connections);
        request.exceptionHandler(_ -> exchange.refuseBroken());
        var refusal = Head.refusal(request);
        if (refusal.isPresent()) {
            exchange.closing().refuse(refusal.get());
            return;
        }
        switch (routes.find(request.method().name(), request.path())) {
            case Routes.NoRoute() -> exchange.refuse(Code.ROUTE_NOT_FOUND);
            case Routes.OtherMethods(var allow) -> otherMethod(exchange, allow);
            case Routes.Found(var operation, var path) -> found(exchange, operation, path);
        }
    }

    /// Answers what is not even a request: its head could not be read.
    void handleInvalid(HttpServerRequest request) {
        var exchange = new Exchange(request, TypeId.encode("req", ids.next()), settings, connections);
        exchange.closing()
                .refuse(
                        switch (request.decoderResult().cause()) {
                            case TooLongHttpLineException _ -> Code.URI_TOO_LONG;
                            case TooLongHttpHeaderException _ -> Code.HEADERS_TOO_LARGE;
                            case null, default -> Code.MALFORMED_REQUEST;
                        });
    }

    private void otherMethod(Exchange exchange, String allow) {
        if (settings.cors().isPreflight(exchange.request())) {
            settings.cors().allow(exchange.request(), allow);
            exchange.answer(new Answer.Empty());
        } else {
            exchange.answer(new Answer.Refused(Code.METHOD_NOT_ALLOWED, Map.of("Allow", allow)));
        }
    }

    private void found(Exchange exchange, Contract.Operation operation, Map<String, String> path) {
        if (intake.isTooLarge(exchange.request())) {
            exchange.closing().refuse(Code.PAYLOAD_TOO_LARGE);
            return;
        }
        if (settings.draining() && !operation.id().equals(SystemRoutes.READINESS)) {
            exchange.refuse(Code.SHUTTING_DOWN);
            return;
        }
        // Nothing of the body is taken in before it is known whose it is.
        exchange.request().pause();
        answer(exchange, operation, path).onComplete(exchange::answer, failure -> {
            exchange.answer(fault(exchange, operation, failure));
        });
    }

    private Future<Answer> answer(Exchange exchange, Contract.Operation operation, Map<String, String> path) {
        try {
            return SystemRoutes.isProbe(operation)
                    ? read(exchange, operation, path, null)
                    : door.open(operation, exchange).compose(outcome -> switch (outcome) {
                        case Door.TurnedAway(var answer) -> Future.succeededFuture(answer);
                        case Door.LetIn(var principal) -> read(exchange, operation, path, principal);
                    });
        } catch (RuntimeException unexpected) {
            return Future.failedFuture(unexpected);
        }
    }

    private Future<Answer> read(
            Exchange exchange, Contract.Operation operation, Map<String, String> path, @Nullable Principal principal) {
        var refusal = media(exchange.request(), operation);
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        var whose = principal == null ? "" : principal.tenant() + " " + principal.onlyOwner() + " " + path;
        return switch (queries.read(operation, exchange.request().query(), whose)) {
            case QueryReader.Refused(var code) -> refused(code);
            case QueryReader.Invalid(var errors) -> Future.succeededFuture(new Answer.Invalid(errors));
            case QueryReader.Read(var query, var list) ->
                keyed(
                        exchange,
                        principal,
                        key -> body(exchange, operation).compose(body -> switch (body) {
                            case Body.Refused(var answer) -> Future.succeededFuture(answer);
                            case Body.Taken(var record) ->
                                call(
                                        operation,
                                        new Call(
                                                operation.id(),
                                                exchange.requestId(),
                                                principal,
                                                path,
                                                query,
                                                record,
                                                key(principal, key, operation, path, record),
                                                exchange.source(),
                                                position -> cursor.write(list, position)));
                        }));
        };
    }

    private static Optional<Code> media(HttpServerRequest request, Contract.Operation operation) {
        if (!operation.text() && !Media.acceptsJson(request.headers())) {
            return Optional.of(Code.NOT_ACCEPTABLE);
        }
        var sent = BodyIntake.isSent(request);
        if (operation.body() == null) {
            return sent ? Optional.of(Code.BODY_NOT_ALLOWED) : Optional.empty();
        }
        if (!sent) {
            return Optional.of(Code.BODY_REQUIRED);
        }
        return Media.isReadable(request.headers()) ? Optional.empty() : Optional.of(Code.UNSUPPORTED_MEDIA_TYPE);
    }

    /// Goes on with the idempotency key of a POST, or without one.
    private static Future<Answer> keyed(
            Exchange exchange, @Nullable Principal principal, Function<@Nullable String, Future<Answer>> next) {
        var lines = exchange.request().headers().getAll("Idempotency-Key");
        if (!exchange.request().method().name().equals("POST")) {
            return next.apply(null);
        }
        if (lines.isEmpty()) {
            return principal != null && principal.requiresIdempotency()
                    ? refused(Code.IDEMPOTENCY_KEY_REQUIRED)
                    : next.apply(null);
        }
        var key = IdempotencyHeader.read(lines);
        return key.isPresent() ? next.apply(key.get()) : refused(Code.IDEMPOTENCY_KEY_INVALID);
    }

    private static Post.@Nullable Key key(
            @Nullable Principal principal,
            @Nullable String text,
            Contract.Operation operation,
            Map<String, String> path,
            @Nullable Record body) {
        return principal == null || text == null
                ? null
                : new Post.Key(principal.idempotencyScope(), text, Fingerprint.of(operation.id(), path, body));
    }

    /// What became of a body.
    private sealed interface Body {
        record Taken(@Nullable Record record) implements Body {}

        record Refused(Answer answer) implements Body {}
    }

    private Future<Body> body(Exchange exchange, Contract.Operation operation) {
        var reader = bodies.get(operation.id());
        if (reader == null) {
            return Future.succeededFuture(new Body.Taken(null));
        }
        return intake.take(exchange).map(outcome -> switch (outcome) {
            case BodyIntake.Refused(var code) -> {
                exchange.closing();
                yield new Body.Refused(new Answer.Refused(code));
            }
            case BodyIntake.Taken(var bytes) -> decode(reader, bytes);
        });
    }

    private Body decode(BodyReader reader, byte[] bytes) {
        return switch (json.read(bytes)) {
            case JsonReader.Refused(var code) -> new Body.Refused(new Answer.Refused(code));
            case JsonReader.Read(var members) ->
                switch (reader.read(members)) {
                    case BodyReader.Invalid(var errors) -> new Body.Refused(new Answer.Invalid(errors));
                    case BodyReader.Read(var record) -> new Body.Taken(record);
                };
        };
    }

    private Future<Answer> call(Contract.Operation operation, Call call) {
        return Objects.requireNonNull(operations.get(operation.id())).handler().apply(call);
    }

    private static Answer fault(Exchange exchange, Contract.Operation operation, Throwable failure) {
        if (failure instanceof InvalidIdException) {
            return new Answer.Refused(Code.INVALID_ID);
        }
        var fault = failure instanceof Fault known ? known : Bus.fault(failure);
        if (fault.code() == Code.INTERNAL_ERROR) {
            LOG.atError()
                    .addKeyValue("requestId", exchange.requestId())
                    .addKeyValue("operation", operation.id())
                    .setCause(failure)
                    .log("request failed");
        }
        return new Answer.Refused(fault.code());
    }

    private static Future<Answer> refused(Code code) {
        return Future.succeededFuture(new Answer.Refused(code));
    }
}
