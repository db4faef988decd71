package finance.flowlet.gateway;

import finance.flowlet.id.IdSource;
import finance.flowlet.id.TypeId;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The event bus as clients outside may use it: one address for each operation of the HTTP contract that
/// speaks JSON, `public.createPayment.v1` for `createPayment`. A question goes the way of a request: the same
/// credential, limits, scopes, reading, keys and handler, so that an answer never depends on the door.
final class PublicDoor {
    /// What every address begins with that may be asked from outside.
    static final String PREFIX = "public.";

    private final Map<String, Contract.Operation> byAddress;
    private final Operations operations;
    private final Door door;
    private final CallReader calls;
    private final EdgeSettings settings;
    private final IdSource ids;

    PublicDoor(
            Contract contract,
            Operations operations,
            Door door,
            CallReader calls,
            EdgeSettings settings,
            IdSource ids) {
        this.byAddress = contract.operations().stream()
                .filter(operation -> operations.byId().containsKey(operation.id()) && isPublic(operation))
                .collect(Collectors.toUnmodifiableMap(PublicDoor::address, Function.identity()));
        this.operations = operations;
        this.door = door;
        this.calls = calls;
        this.settings = settings;
        this.ids = ids;
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
        var requestId = TypeId.encode("req", ids.next());
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

    /// What a client hears that asks more at once than it may.
    BusReply tooMany() {
        return BusReply.refused(Code.RATE_LIMITED, TypeId.encode("req", ids.next()));
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

    private static Future<BusReply> refused(Code code, String requestId) {
        return Future.succeededFuture(BusReply.refused(code, requestId));
    }
}
