package finance.flowlet.gateway;

import finance.flowlet.id.IdSource;
import finance.flowlet.id.TypeId;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The event bus as clients outside may use it: one address for each operation of the HTTP contract that
/// speaks JSON, `public.createPayment.v1` for `createPayment`. A question goes the way of a request: the same
/// credential, limits, scopes, reading, keys and handler, so that an answer never depends on the door.
final class PublicDoor {
    /// What every address begins with that may be asked from outside.
    static final String PREFIX = "public.";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private final Map<String, Contract.Operation> byAddress;
    private final Operations operations;
    private final Door door;
    private final CallReader calls;
    private final EdgeSettings settings;
    private final IdSource ids;
    private final JsonReader json;
    private final int maxBytes;
    private final List<MessageConsumer<Object>> serving = new ArrayList<>();

    PublicDoor(
            Contract contract,
            Operations operations,
            Door door,
            CallReader calls,
            EdgeSettings settings,
            Platform platform) {
        this.byAddress = contract.operations().stream()
                .filter(operation -> operations.byId().containsKey(operation.id()) && isPublic(operation))
                .collect(Collectors.toUnmodifiableMap(PublicDoor::address, Function.identity()));
        this.operations = operations;
        this.door = door;
        this.calls = calls;
        this.settings = settings;
        this.ids = platform.ids();
        // The envelope lies around the body, which may be nested as deeply as over HTTP.
        this.json = new JsonReader(platform.config().limits().maxJsonDepth() + 1);
        this.maxBytes = platform.config().bridge().maxFrameBytes();
    }

    /// What is no JSON is a file, and fetched over HTTP; probes are for what watches a process.
    static boolean isPublic(Contract.Operation operation) {
        return !operation.text() && !SystemRoutes.isProbe(operation);
    }

    static String address(Contract.Operation operation) {
        return PREFIX + operation.id() + ".v1";
    }

    /// The answer to a question; never a failure.
    Future<BusReply> ask(String address, Json question, String source) {
        var requestId = requestId();
        var operation = byAddress.get(address);
        if (operation == null) {
            return refused(Code.ROUTE_NOT_FOUND, requestId);
        }
        if (settings.draining()) {
            return refused(Code.SHUTTING_DOWN, requestId);
        }
        if (!(question instanceof Json.Members members)) {
            return refused(Code.EXPECTED_OBJECT, requestId);
        }
        return switch (Envelope.read(members, operation)) {
            case Envelope.Invalid(var errors) ->
                Future.succeededFuture(BusReply.of(new Answer.Invalid(errors), requestId));
            case Envelope.Read(var envelope) -> answer(operation, new BusArrival(requestId, source, envelope));
        };
    }

    /// Serves members of the cluster, who ask the addresses themselves.
    Future<?> serve(EventBus events) {
        byAddress
                .keySet()
                .forEach(address -> serving.add(events.consumer(
                        address,
                        message -> ask(message)
                                .onSuccess(reply -> message.reply(Buffer.buffer(JsonWriter.bytes(reply)))))));
        return Future.join(serving.stream().map(MessageConsumer::completion).toList());
    }

    /// Leaves the addresses to the other members.
    void leave() {
        serving.forEach(MessageConsumer::unregister);
        serving.clear();
    }

    /// A member may send the JSON in whatever form is at hand. Its limits count for the name it gives itself,
    /// or together with all who give none: a message does not say where it comes from.
    private Future<BusReply> ask(Message<Object> message) {
        var bytes = switch (message.body()) {
            case Buffer buffer -> buffer.getBytes();
            case String text -> text.getBytes(StandardCharsets.UTF_8);
            case JsonObject object -> object.toBuffer().getBytes();
            case null, default -> new byte[0];
        };
        var name = message.headers().get("source");
        var source = name != null && NAME.matcher(name).matches() ? "member-" + name : "member";
        if (bytes.length > maxBytes) {
            return refused(Code.PAYLOAD_TOO_LARGE, requestId());
        }
        return switch (json.read(bytes)) {
            case JsonReader.Refused(var code) -> refused(code, requestId());
            case JsonReader.Read(var members) -> ask(message.address(), members, source);
        };
    }

    /// What a client hears that asks more at once than it may.
    BusReply tooMany() {
        return BusReply.refused(Code.RATE_LIMITED, requestId());
    }

    private Future<BusReply> answer(Contract.Operation operation, BusArrival arrival) {
        return Future.succeededFuture()
                .compose(_ -> door.open(operation, arrival))
                .compose(outcome -> switch (outcome) {
                    case Door.TurnedAway(var answer) -> Future.succeededFuture(answer);
                    case Door.LetIn(var principal) ->
                        call(
                                operation,
                                arrival,
                                new CallReader.Admitted(
                                        operation, arrival.envelope().path(), principal));
                })
                .otherwise(failure -> Edge.fault(arrival.requestId(), operation, failure))
                .map(answer -> BusReply.of(answer, arrival.requestId()));
    }

    private Future<Answer> call(Contract.Operation operation, BusArrival arrival, CallReader.Admitted admitted) {
        var served = Objects.requireNonNull(operations.byId().get(operation.id()));
        return switch (calls.read(arrival, admitted)) {
            case CallReader.Refused(var answer) -> Future.succeededFuture(answer);
            case CallReader.Read(var call) -> served.handler().apply(call);
        };
    }

    private String requestId() {
        return TypeId.encode("req", ids.next());
    }

    private static Future<BusReply> refused(Code code, String requestId) {
        return Future.succeededFuture(BusReply.refused(code, requestId));
    }
}
