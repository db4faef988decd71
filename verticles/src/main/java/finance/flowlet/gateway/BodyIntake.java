package finance.flowlet.gateway;

import finance.flowlet.platform.FlowletConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/// Takes in the bytes of a body: no more than its operation may be sent, no slower than the deadline.
final class BodyIntake {
    private final FlowletConfig.Server limits;
    private final Connections connections;
    private final LargeBodies bodies;

    BodyIntake(FlowletConfig.Server limits, Connections connections, LargeBodies bodies) {
        this.limits = limits;
        this.connections = connections;
        this.bodies = bodies;
    }

    sealed interface Outcome {}

    record Taken(Buffer body) implements Outcome {}

    record TooLarge() implements Outcome {}

    /// Others are sending so much at this moment that there is no room for it.
    record NoRoom() implements Outcome {}

    /// Whether there is a body at all.
    static boolean isSent(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || declared(request) > 0;
    }

    /// Whether the client announces more than it may send to `operation`.
    boolean isTooLarge(HttpServerRequest request, Contract.Operation operation) {
        return declared(request) > limitBytes(operation);
    }

    /// What the contract grants the operation, as far as the operator grants it; what everybody gets
    /// otherwise.
    private int limitBytes(Contract.Operation operation) {
        var granted = operation.bodyBytes();
        return granted == null ? limits.bodyLimitBytes() : Math.min(granted, limits.largestBodyBytes());
    }

    private static long declared(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        // The codec has refused what is not a number that a long holds.
        return length == null ? 0 : Long.parseLong(length.strip());
    }

    /// Reads the body of a request that was paused. A body that breaks off completes nothing here: the
    /// exchange answers it by itself.
    Future<Outcome> take(Exchange exchange, Contract.Operation operation) {
        var request = exchange.request();
        var limitBytes = limitBytes(operation);
        var promise = Promise.<Outcome>promise();
        var body = Buffer.buffer();
        var room = bodies.room();
        // Answered or broken off: a response ends once, whatever became of its request.
        request.response().endHandler(_ -> room.leave());
        request.handler(chunk -> {
            if (body.length() + chunk.length() > limitBytes) {
                promise.tryComplete(new TooLarge());
            } else if (!room.grow(body.length() + chunk.length())) {
                promise.tryComplete(new NoRoom());
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(_ -> {
            connections.ours(request.connection());
            promise.tryComplete(new Taken(body));
        });
        connections.due(request.connection(), limits.bodyTimeoutMillis());
        if (request.headers().contains(HttpHeaders.EXPECT)) {
            request.response().writeContinue();
        }
        request.resume();
        return promise.future();
    }
}
