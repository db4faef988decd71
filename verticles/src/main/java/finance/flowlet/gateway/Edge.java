package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.auth.Principal;
import finance.flowlet.id.IdSource;
import finance.flowlet.id.InvalidIdException;
import finance.flowlet.id.TypeId;
import finance.flowlet.platform.FlowletConfig;
import finance.flowlet.problem.Code;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way of a request: its head, its route, its caller, the rest of it, and only then the operation. Each
/// step may refuse; the first that does is the answer, so the same request is always refused for the same
/// reason.
final class Edge implements Routes.Target {
    private static final Logger LOG = LoggerFactory.getLogger(Edge.class);
    private final Routes routes;
    private final Operations operations;
    private final Door door;
    private final CallReader calls;
    private final BodyIntake intake;
    private final Connections connections;
    private final EdgeSettings settings;
    private final IdSource ids;

    Edge(
            Vertx vertx,
            Contract contract,
            Operations operations,
            Door door,
            Connections connections,
            LargeBodies bodies,
            EdgeSettings settings,
            IdSource ids,
            FlowletConfig config) {
        var served = contract.operations().stream()
                .filter(operation -> operations.byId().containsKey(operation.id()))
                .toList();
        this.routes = new Routes(vertx, served, this);
        this.operations = operations;
        this.door = door;
        this.intake = new BodyIntake(config.server(), connections, bodies);
        this.calls = new CallReader(served, operations, intake, config);
        this.connections = connections;
        this.settings = settings;
        this.ids = ids;
    }

    /// What reads the calls of other doors as strictly as those of this one.
    CallReader calls() {
        return calls;
    }

    void handle(HttpServerRequest request) {
        if (connections.isEnding(request.connection())) {
            return;
        }
        connections.ours(request.connection());
        var exchange = exchange(request);
        request.exceptionHandler(_ -> exchange.refuseBroken());
        Head.refusal(request).ifPresentOrElse(code -> exchange.closing().refuse(code), () -> routes.route(exchange));
    }

    @Override
    public void noRoute(Exchange exchange) {
        exchange.refuse(Code.ROUTE_NOT_FOUND);
    }

    @Override
    public void failed(Exchange exchange, Throwable failure) {
        LOG.atError()
                .addKeyValue("requestId", exchange.requestId())
                .setCause(failure)
                .log("routing failed");
        exchange.refuse(Code.INTERNAL_ERROR);
    }

    /// Answers what is not even a request: its head could not be read.
    void handleInvalid(HttpServerRequest request) {
        if (connections.isEnding(request.connection())) {
            return;
        }
        exchange(request)
                .closing()
                .refuse(
                        switch (request.decoderResult().cause()) {
                            case TooLongHttpLineException _ -> Code.URI_TOO_LONG;
                            case TooLongHttpHeaderException _ -> Code.HEADERS_TOO_LARGE;
                            case null, default -> Code.MALFORMED_REQUEST;
                        });
    }

    private Exchange exchange(HttpServerRequest request) {
        return new Exchange(request, TypeId.encode("req", ids.next()), settings, connections);
    }

    @Override
    public void otherMethods(Exchange exchange, String allow) {
        if (settings.cors().isPreflight(exchange.request())) {
            settings.cors().allow(exchange.request(), allow);
            exchange.answer(new Answer.Empty());
        } else {
            exchange.answer(new Answer.Refused(Code.METHOD_NOT_ALLOWED, Map.of("Allow", allow)));
        }
    }

    @Override
    public void found(Exchange exchange, Contract.Operation operation, Map<String, String> path) {
        if (intake.isTooLarge(exchange.request(), operation)) {
            exchange.closing().refuse(Code.PAYLOAD_TOO_LARGE);
            return;
        }
        if (settings.draining() && !SystemRoutes.isProbe(operation)) {
            exchange.refuse(Code.SHUTTING_DOWN);
            return;
        }
        // Nothing of the body is taken in before it is known whose it is.
        exchange.request().pause();
        answer(exchange, operation, path)
                .onComplete(
                        exchange::answer, failure -> exchange.answer(fault(exchange.requestId(), operation, failure)));
    }

    private Future<Answer> answer(Exchange exchange, Contract.Operation operation, Map<String, String> path) {
        try {
            return SystemRoutes.isProbe(operation)
                    ? call(exchange, operation, path, null)
                    : door.open(operation, exchange).compose(outcome -> switch (outcome) {
                        case Door.TurnedAway(var answer) -> Future.succeededFuture(answer);
                        case Door.LetIn(var principal) -> call(exchange, operation, path, principal);
                    });
        } catch (RuntimeException unexpected) {
            return Future.failedFuture(unexpected);
        }
    }

    private Future<Answer> call(
            Exchange exchange, Contract.Operation operation, Map<String, String> path, @Nullable Principal principal) {
        var served = Objects.requireNonNull(operations.byId().get(operation.id()));
        return calls.read(exchange, new CallReader.Admitted(operation, path, principal))
                .compose(outcome -> switch (outcome) {
                    case CallReader.Refused(var answer) -> Future.succeededFuture(answer);
                    case CallReader.Read(var call) -> served.handler().apply(call);
                });
    }

    /// What a client hears of a failure; what nobody expected is in the log, under the request's id.
    static Answer fault(String requestId, Contract.Operation operation, Throwable failure) {
        if (failure instanceof InvalidIdException) {
            return new Answer.Refused(Code.INVALID_ID);
        }
        var fault = Bus.fault(failure);
        if (fault.code() == Code.INTERNAL_ERROR) {
            LOG.atError()
                    .addKeyValue("requestId", requestId)
                    .addKeyValue("operation", operation.id())
                    .setCause(failure)
                    .log("request failed");
        }
        return new Answer.Refused(fault.code());
    }
}
