package finance.flowlet.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.OpenApi;
import finance.flowlet.testing.OpenApi.Operation;
import finance.flowlet.testing.OpenApi.Parameter;
import finance.flowlet.testing.OpenApi.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every operation of the contract, asked wrongly in every way that the contract itself makes wrong.
@ExtendWith(Refusals.EndsWithTheRun.class)
class ContractNegativesJourneyTest {
    private static final Refusals REFUSALS = Refusals.shared();
    private static final Api ADMIN = REFUSALS.flowlet.login("admin@acme.test");
    /// What no client may set, whatever the operation (Z3).
    private static final Map<String, Object> ABOVE_THEIR_STATION = Map.of(
            "balance",
            1000000,
            "status",
            "completed",
            "ownerId",
            "usr_01kav9ft00e4ma4jz41b93y214",
            "tenantId",
            "ten_01kav9ft00e60tak362xesvjfr",
            "role",
            "admin",
            "kycLevel",
            3,
            "createdAt",
            "2020-01-01T00:00:00Z",
            "fee",
            0,
            "verified",
            true,
            "__proto__",
            Map.of("role", "admin"));

    @AfterAll
    static void booksAreRight() {
        Invariants.assertHold(REFUSALS.flowlet);
    }

    static Stream<Operation> operations() {
        return OpenApi.operations().stream();
    }

    static Stream<Operation> operationsWithBody() {
        return operations().filter(operation -> operation.body() != null);
    }

    static Stream<Operation> operationsWithoutBody() {
        return operations().filter(operation -> operation.body() == null);
    }

    @ParameterizedTest
    @MethodSource("operationsWithBody")
    void anUnknownFieldIsRefused(Operation operation) {
        refused(operation, with(operation, "surprise", 1), "422 unknown_field");
        refused(operation, with(operation, "surprise", null), "422 unknown_field");
    }

    @ParameterizedTest
    @MethodSource("operationsWithBody")
    void nobodySetsWhatIsNotTheirs(Operation operation) {
        var known = Objects.requireNonNull(operation.body()).properties().keySet();
        ABOVE_THEIR_STATION.forEach((field, value) -> {
            if (!known.contains(field)) {
                refused(operation, with(operation, field, value), "422 unknown_field");
            }
        });
        for (var field : List.of("id", "limits")) {
            if (!known.contains(field)) {
                refused(operation, with(operation, field, Map.of()), "422 unknown_field");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operationsWithBody")
    void aMissingFieldIsRefused(Operation operation) {
        for (var field : Objects.requireNonNull(operation.body()).required()) {
            var body = new LinkedHashMap<>(operation.example());
            body.remove(field);
            refused(operation, body, "422 required");
            refused(operation, with(operation, field, null), "422 required/amount_type");
        }
        if (!Objects.requireNonNull(operation.body()).required().isEmpty()) {
            refused(operation, Map.of(), "422 validation_failed/required");
        }
    }

    static Stream<Arguments> fields() {
        return operationsWithBody()
                .flatMap(operation -> Objects.requireNonNull(operation.body()).properties().entrySet().stream()
                        .map(field -> Arguments.of(
                                operation,
                                field.getKey(),
                                Named.of(field.getValue().type(), field.getValue()))));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void aFieldOfAnotherTypeIsRefused(Operation operation, String field, Schema schema) {
        for (var wrong : ofOtherTypes(schema)) {
            refused(
                    operation,
                    with(operation, field, wrong),
                    Set.of("Amount", "Ceiling").contains(schema.name()) ? "422 amount_type" : "422 invalid_type");
        }
        if (schema.type().equals("array")) {
            for (var wrong : ofOtherTypes(schema.items())) {
                refused(operation, with(operation, field, List.of(wrong)), "422 invalid_type");
            }
        }
    }

    private static List<Object> ofOtherTypes(Schema schema) {
        var values = new LinkedHashMap<String, Object>();
        values.put("string", "1");
        values.put("integer", 1);
        values.put("number", 1);
        values.put("boolean", true);
        values.put("array", List.of());
        values.put("object", Map.of());
        assertTrue(values.containsKey(schema.type()), () -> "the contract has a new type: " + schema.node());
        var right = values.get(schema.type());
        return values.values().stream()
                .filter(value -> !value.equals(right))
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("fields")
    void aFieldBeyondItsBoundsIsRefused(Operation operation, String field, Schema schema) {
        var longest = schema.number("maxLength");
        if (longest != null) {
            refused(operation, with(operation, field, "x".repeat(longest + 1)), "422 too_long");
        }
        var shortest = schema.number("minLength");
        if (shortest != null) {
            refused(operation, with(operation, field, "x".repeat(shortest - 1)), "422 invalid_value");
        }
        var most = schema.number("maxItems");
        if (most != null) {
            var one = List.copyOf(
                            (List<?>) Objects.requireNonNull(operation.example().get(field)))
                    .getFirst();
            refused(
                    operation,
                    with(
                            operation,
                            field,
                            Stream.generate(() -> one).limit(most + 1).toList()),
                    "422 too_long/batch_too_large");
        }
        var least = schema.number("minItems");
        if (least != null && least > 0) {
            refused(operation, with(operation, field, List.of()), "422 invalid_value");
        }
        if (schema.pattern().startsWith("^") && schema.pattern().contains("_[0-7]")) {
            for (var id : List.of("x", "wal_", "pay_8zzzzzzzzzzzzzzzzzzzzzzzzz", "' or 1=1", "../..")) {
                refused(operation, with(operation, field, id), "422 invalid_id");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operationsWithoutBody")
    void aBodyThatNobodyAskedForIsRefused(Operation operation) {
        REFUSALS.refused(
                "400 body_not_allowed",
                () -> asker(operation).send(operation.method(), path(operation), "{\"force\":true}"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void anUnknownParameterIsRefused(Operation operation) {
        refusedQuery(operation, "surprise=1", "422 unknown_parameter");
        refusedQuery(operation, "surprise=1&surprise=2", "400 duplicate_parameter");
        refusedQuery(operation, "access_token=abc", "422 unknown_parameter");
        refusedQuery(operation, "tenantId=ten_01kav9ft00e60tak362xesvjfr", "422 unknown_parameter");
    }

    static Stream<Arguments> parameters() {
        return operations()
                .flatMap(operation -> operation.queryParameters().stream()
                        .map(parameter -> Arguments.of(operation, Named.of(parameter.name(), parameter))));
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void aParameterThatIsNoneIsRefused(Operation operation, Parameter parameter) {
        var name = parameter.name();
        refusedQuery(operation, name + "=1&" + name + "=2", "400 duplicate_parameter");
        refusedQuery(operation, name + "=%FF", "400 malformed_request");
        wrongValues(parameter).forEach((value, expected) -> {
            var currency = parameter.schema().name().equals("Amount")
                            && operation.queryParameters().stream()
                                    .anyMatch(other -> other.name().equals("currency"))
                    ? "&currency=USD"
                    : "";
            refusedQuery(operation, name + "=" + value + currency, expected);
        });
    }

    private static Map<String, String> wrongValues(Parameter parameter) {
        var schema = parameter.schema();
        var wrong = new LinkedHashMap<String, String>();
        var longest = schema.number("maxLength");
        if (longest != null) {
            wrong.put("x".repeat(longest + 1), "422 too_long");
        }
        if (!schema.choices().isEmpty()) {
            wrong.put("surprise", "422 invalid_value/wallet_type_invalid");
            wrong.put("", "422 invalid_value/wallet_type_invalid");
        } else if (schema.type().equals("integer")) {
            var code = parameter.name().equals("limit") ? "422 invalid_limit" : "422 invalid_offset/offset_too_large";
            wrong.put(Integer.toString(Objects.requireNonNull(schema.number("minimum")) - 1), code);
            wrong.put(Integer.toString(Objects.requireNonNull(schema.number("maximum")) + 1), code);
            wrong.put("x", code);
        } else if (schema.name().equals("Amount")) {
            wrong.put("x", "422 amount_invalid");
            wrong.put("1e999999999", "422 amount_invalid");
            wrong.put("0", "422 amount_not_positive");
        } else if (schema.name().equals("Currency")) {
            wrong.put("usd", "422 currency_unsupported");
            wrong.put("XXX", "422 currency_unsupported");
        } else if (!schema.pattern().isEmpty()) {
            wrong.put("x", "422 invalid_id");
            wrong.put("%27%20or%201=1", "422 invalid_id");
        } else if ("date-time".equals(schema.node().get("format"))) {
            wrong.put("2026-02-30T00:00:00Z", "422 invalid_date");
            wrong.put("x", "422 invalid_date");
        } else if (parameter.name().equals("after")) {
            wrong.put("x", "400 invalid_cursor");
        } else {
            wrong.put("a%00b", "422 invalid_text");
        }
        return wrong;
    }

    private static void refusedQuery(Operation operation, String query, String expected) {
        var body = operation.body() == null ? null : OpenApi.json(operation.example());
        REFUSALS.refused(
                expected, () -> asker(operation).send(operation.method(), path(operation) + "?" + query, body));
    }

    private static void refused(Operation operation, Map<String, Object> body, String expected) {
        var key = "negative-" + operation.id();
        var response = REFUSALS.refused(
                expected,
                () -> asker(operation)
                        .send(operation.method(), path(operation), OpenApi.json(body), "Idempotency-Key", key));
        assertEquals("", response.header("Idempotency-Replayed"));
    }

    private static Map<String, Object> with(Operation operation, String field, @Nullable Object value) {
        var body = new LinkedHashMap<String, Object>(operation.example());
        body.put(field, value);
        return body;
    }

    /// The business where it may ask, else its admin.
    private static Api asker(Operation operation) {
        return operation.isOpen() || !operation.scope().isEmpty() ? REFUSALS.api : ADMIN;
    }

    /// The path with something in it: what is refused here is refused before anybody looks for the object.
    private static String path(Operation operation) {
        var path = operation.path();
        for (var parameter : new ArrayList<>(operation.pathParameters())) {
            var kind = parameter.schema().pattern().replaceFirst("^\\^([a-z]+)_.*", "$1");
            var value = switch (kind) {
                case "wal" -> REFUSALS.from;
                case "pay" -> REFUSALS.payment;
                case "" -> "unauthenticated";
                default -> kind + "_01kav9ft00emq8k9w39qsaekf4";
            };
            path = path.replace("{" + parameter.name() + "}", value);
        }
        return path;
    }
}
