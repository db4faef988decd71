package finance.flowlet.gateway;

import finance.flowlet.contract.auth.Principal;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.platform.FlowletConfig;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes a [Call] of a request that was let in: its media types, query, idempotency key and body, in that
/// order. The body comes last because the others cost nothing to refuse.
final class CallReader {
    /// What a body says that was left out.
    private static final Json.Members NOTHING = new Json.Members(Map.of());

    private final Map<String, BodyReader> bodies = new HashMap<>();
    private final QueryReader queries;
    private final Cursor cursor;
    private final JsonReader json;
    private final BodyIntake intake;
    private final int largestHere;

    CallReader(List<Contract.Operation> served, Operations operations, BodyIntake intake, FlowletConfig config) {
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
        this.cursor = new Cursor(config.auth().pepper());
        this.queries = new QueryReader(config.limits(), cursor);
        this.json = new JsonReader(config.limits().maxJsonDepth());
        this.intake = intake;
        this.largestHere = config.server().bodyLimitBytes();
    }

    sealed interface Outcome {}

    record Read(Call call) implements Outcome {}

    record Refused(Answer answer) implements Outcome {}

    /// What the route and the door already know.
    record Admitted(
            Contract.Operation operation,
            Map<String, String> path,
            @Nullable Principal principal) {}

    Future<Outcome> read(Exchange exchange, Admitted admitted) {
        var request = exchange.request();
        var refusal = media(request, admitted.operation).or(() -> keyRefusal(exchange, admitted));
        if (refusal.isPresent()) {
            return refused(new Answer.Refused(refusal.get()));
        }
        return switch (queries.read(admitted.operation, request.query(), whose(admitted))) {
            case QueryReader.Refused(var code) -> refused(new Answer.Refused(code));
            case QueryReader.Invalid(var errors) -> refused(new Answer.Invalid(errors));
            case QueryReader.Read query -> body(exchange, admitted, query);
        };
    }

    /// Whose list it is, for its cursors: one tenant's or one customer's, and below one object.
    private static String whose(Admitted admitted) {
        var principal = admitted.principal;
        return principal == null ? "" : principal.tenant() + " " + principal.onlyOwner() + " " + admitted.path;
    }

    /// Makes a call of what came over the event bus, judged in the same order.
    Outcome read(BusArrival arrival, Admitted admitted) {
        var envelope = arrival.envelope();
        var body = envelope.body();
        var refusal = presence(admitted.operation, body != null).or(() -> keyRefusal(arrival, admitted));
        if (refusal.isPresent()) {
            return new Refused(new Answer.Refused(refusal.get()));
        }
        return switch (queries.read(admitted.operation, envelope.query(), whose(admitted))) {
            case QueryReader.Refused(var code) -> new Refused(new Answer.Refused(code));
            case QueryReader.Invalid(var errors) -> new Refused(new Answer.Invalid(errors));
            case QueryReader.Read query -> {
                var reader = bodies.get(admitted.operation.id());
                yield reader == null
                        ? new Read(call(arrival, admitted, query, null))
                        : made(arrival, admitted, query, reader, body == null ? NOTHING : body);
            }
        };
    }

    private static Optional<Code> media(HttpServerRequest request, Contract.Operation operation) {
        if (!operation.text() && !Media.acceptsJson(request.headers())) {
            return Optional.of(Code.NOT_ACCEPTABLE);
        }
        var sent = BodyIntake.isSent(request);
        var refusal = presence(operation, sent);
        return refusal.isPresent() || !sent || Media.isReadable(request.headers())
                ? refusal
                : Optional.of(Code.UNSUPPORTED_MEDIA_TYPE);
    }

    private static Optional<Code> presence(Contract.Operation operation, boolean sent) {
        var body = operation.body();
        if (body == null) {
            return sent ? Optional.of(Code.BODY_NOT_ALLOWED) : Optional.empty();
        }
        return sent || body.isOptional() ? Optional.empty() : Optional.of(Code.BODY_REQUIRED);
    }

    private static Optional<Code> keyRefusal(Arrival arrival, Admitted admitted) {
        if (!isPost(admitted)) {
            return Optional.empty();
        }
        var keys = arrival.idempotencyKeys();
        if (keys.isEmpty()) {
            return admitted.principal != null && admitted.principal.requiresIdempotency()
                    ? Optional.of(Code.IDEMPOTENCY_KEY_REQUIRED)
                    : Optional.empty();
        }
        return IdempotencyHeader.read(keys).isPresent() ? Optional.empty() : Optional.of(Code.IDEMPOTENCY_KEY_INVALID);
    }

    private static boolean isPost(Admitted admitted) {
        return admitted.operation.method().equals("POST");
    }

    private Future<Outcome> body(Exchange exchange, Admitted admitted, QueryReader.Read query) {
        var reader = bodies.get(admitted.operation.id());
        if (reader == null) {
            return Future.succeededFuture(new Read(call(exchange, admitted, query, null)));
        }
        if (!BodyIntake.isSent(exchange.request())) {
            return Future.succeededFuture(made(exchange, admitted, query, reader, NOTHING));
        }
        return intake.take(exchange, admitted.operation).compose(outcome -> switch (outcome) {
            case BodyIntake.TooLarge() -> {
                exchange.closing();
                yield refused(new Answer.Refused(Code.PAYLOAD_TOO_LARGE));
            }
            case BodyIntake.NoRoom() -> {
                exchange.closing();
                yield refused(new Answer.Refused(Code.UNAVAILABLE));
            }
            case BodyIntake.Taken(var body) ->
                parse(body).map(reading -> switch (reading) {
                    case JsonReader.Refused(var code) -> new Refused(new Answer.Refused(code));
                    case JsonReader.Read(var members) -> made(exchange, admitted, query, reader, members);
                });
        });
    }

    /// A large body is parsed on a worker thread, so that nobody else waits for it.
    private Future<JsonReader.Reading> parse(Buffer body) {
        var context = Vertx.currentContext();
        return body.length() <= largestHere || context == null
                ? Future.succeededFuture(json.read(body.getBytes()))
                : context.executeBlocking(() -> json.read(body.getBytes())).map(Objects::requireNonNull);
    }

    private Outcome made(
            Arrival arrival, Admitted admitted, QueryReader.Read query, BodyReader reader, Json.Members members) {
        return switch (reader.read(members)) {
            case BodyReader.Invalid(var errors) -> new Refused(new Answer.Invalid(errors));
            case BodyReader.Read(var record) -> new Read(call(arrival, admitted, query, record));
        };
    }

    private Call call(Arrival arrival, Admitted admitted, QueryReader.Read query, @Nullable Record body) {
        return new Call(
                admitted.operation.id(),
                arrival.requestId(),
                admitted.principal,
                admitted.path,
                query.parameters(),
                body,
                key(arrival, admitted, body),
                arrival.source(),
                position -> cursor.write(query.list(), position),
                arrival.ifMatch());
    }

    /// The client's key with the fingerprint of what it asked. Without a principal there is nobody to keep
    /// it for.
    private static Post.@Nullable Key key(Arrival arrival, Admitted admitted, @Nullable Record body) {
        var principal = admitted.principal;
        if (principal == null || !isPost(admitted)) {
            return null;
        }
        return IdempotencyHeader.read(arrival.idempotencyKeys())
                .map(text -> new Post.Key(
                        principal.idempotencyScope(),
                        text,
                        Fingerprint.of(admitted.operation.id(), admitted.path, body)))
                .orElse(null);
    }

    private static Future<Outcome> refused(Answer answer) {
        return Future.succeededFuture(new Refused(answer));
    }
}
