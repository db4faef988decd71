package finance.flowlet.client;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A question to any operation of the contract, for those without a method of their own. It may be repeated
/// whenever its answer got lost: what changes something carries an idempotency key.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Question(
        @JsonIgnore String operation,
        @Nullable String idempotencyKey,
        Map<String, String> path,
        Map<String, Object> query,
        @Nullable Object body) {
    public Question {
        path = Map.copyOf(path);
        query = Map.copyOf(query);
    }

    /// Asks for something: `getPayment`.
    public static Question read(String operation) {
        return new Question(operation, null, Map.of(), Map.of(), null);
    }

    /// Has something done once, however often it is asked under this key: `createPayment`.
    public static Question once(String idempotencyKey, String operation, @Nullable Object body) {
        return new Question(operation, idempotencyKey, Map.of(), Map.of(), body);
    }

    /// About the object of this id.
    public Question id(Object id) {
        return new Question(operation, idempotencyKey, Map.of("id", id.toString()), query, body);
    }

    /// With parameters such as `limit`.
    public Question query(Map<String, Object> parameters) {
        return new Question(operation, idempotencyKey, path, parameters, body);
    }

    /// Where it is asked.
    String address() {
        return "public." + operation + ".v1";
    }
}
