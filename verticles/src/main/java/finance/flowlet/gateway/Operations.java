package finance.flowlet.gateway;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The operations of the HTTP contract that code serves, by `operationId`. A test holds them against the
/// contract, in both directions.
final class Operations {
    /// One operation: the record its JSON body is read into (null: it takes no body), and what answers it.
    record Operation(@Nullable Class<? extends Record> body, Function<Call, Future<Answer>> handler) {}

    private final Map<String, Operation> byId = new LinkedHashMap<>();

    /// Serves an operation without a body.
    Operations on(String operationId, Function<Call, Future<Answer>> handler) {
        return add(operationId, new Operation(null, handler));
    }

    /// Serves an operation whose JSON body is a `body`.
    Operations on(String operationId, Class<? extends Record> body, Function<Call, Future<Answer>> handler) {
        return add(operationId, new Operation(body, handler));
    }

    Map<String, Operation> byId() {
        return byId;
    }

    private Operations add(String operationId, Operation operation) {
        if (byId.putIfAbsent(operationId, operation) != null) {
            throw new IllegalStateException(operationId + " is served twice");
        }
        return this;
    }
}
