package finance.flowlet.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.OpenApi;
import finance.flowlet.testing.OpenApi.Operation;
import finance.flowlet.testing.OpenApi.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Nobody reaches what belongs to somebody else (Z1): every operation of the contract that names an object, asked by
/// everybody who may not. Whoever may call the operation is told that there is no such object, in the very words that
/// they are told about one that never was; whoever may not is told only that.
@ExtendWith(Refusals.EndsWithTheRun.class)
class ObjectsOfOthersJourneyTest {
    private static final Cast CAST = Cast.assemble();

    @AfterAll
    static void booksAreRight() {
        Invariants.assertHold(CAST.flowlet());
    }

    static Stream<Operation> operationsOnObjects() {
        return OpenApi.operations().stream()
                .filter(operation -> !operation.isOpen())
                .filter(ObjectsOfOthersJourneyTest::namesAnObject);
    }

    /// A tree size or a month in a path is no object of anybody.
    private static boolean namesAnObject(Operation operation) {
        return operation.pathParameters().stream()
                .anyMatch(parameter -> !parameter.schema().pattern().isEmpty());
    }

    /// A new kind of object needs an object here before it is served.
    @Test
    void everyKindOfObjectIsInTheMatrix() {
        assertFalse(operationsOnObjects().toList().isEmpty());
        operationsOnObjects()
                .forEach(operation -> operation.pathParameters().stream()
                        .filter(parameter -> !parameter.schema().pattern().isEmpty())
                        .forEach(parameter -> {
                            var kind = kind(parameter);
                            assertTrue(CAST.objects().containsKey(kind), () -> operation + " names a " + kind);
                        }));
    }

    /// The objects are there for those whose they are; else the matrix would prove nothing.
    @ParameterizedTest
    @MethodSource("operationsOnObjects")
    void theOwnersReachTheirObjects(Operation operation) {
        if (operation.method().equals("GET")) {
            for (var id : objectsOf(operation)) {
                // A revoked key is no more, for its owner as well, and what was only proposed has no proof.
                var gone = (id.startsWith("key_") || operation.path().endsWith("/transactions/{id}/proof"))
                        && !id.equals(objectsOf(operation).getFirst());
                var answer = CAST.business().get(path("", operation, id));
                assertEquals(gone ? 404 : 200, answer.status(), () -> operation + " " + id);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operationsOnObjects")
    void othersReachNothing(Operation operation) {
        var before = CAST.effects().now();
        for (var prefix : List.of("", "/v1")) {
            for (var other : CAST.others()) {
                var allowed = other.may(operation);
                var nobodys = ask(other, operation, path(prefix, operation, nobodysId(operation)));
                assertEquals(allowed ? 404 : 403, nobodys.status(), () -> other + " " + operation + nobodys.body());
                for (var id : objectsOf(operation)) {
                    var answer = ask(other, operation, path(prefix, operation, id));
                    assertEquals(seen(nobodys), seen(answer), () -> other + " " + operation + " " + id);
                }
            }
        }
        assertEquals(before, CAST.effects().now());
    }

    /// Staff and keys of the business itself: what their role or scope does not allow, no id allows.
    @ParameterizedTest
    @MethodSource("operationsOnObjects")
    void ownStaffDoesWhatItsRoleAllows(Operation operation) {
        var before = CAST.effects().now();
        for (var colleague : CAST.colleagues()) {
            if (!colleague.may(operation)) {
                for (var id : objectsOf(operation)) {
                    var answer = ask(colleague, operation, path("", operation, id));
                    assertEquals("403 forbidden", answer.status() + " " + answer.code(), () -> colleague + " " + id);
                }
            } else {
                var answer = ask(colleague, operation, path("", operation, nobodysId(operation)));
                assertEquals(404, answer.status(), () -> colleague + " " + operation + answer.body());
            }
        }
        assertEquals(before, CAST.effects().now());
    }

    static Stream<Operation> operationsWithCredential() {
        return OpenApi.operations().stream().filter(operation -> !operation.isOpen());
    }

    @ParameterizedTest
    @MethodSource("operationsWithCredential")
    void withoutACredentialThereIsNothing(Operation operation) {
        var before = CAST.effects().now();
        var first = "";
        for (var prefix : List.of("", "/v1")) {
            for (var stranger : CAST.strangers()) {
                var id = namesAnObject(operation) ? objectsOf(operation).getFirst() : "1";
                var answer = ask(stranger, operation, path(prefix, operation, id));
                assertEquals("401 unauthenticated", answer.status() + " " + answer.code(), stranger::toString);
                assertEquals("Bearer realm=\"flowlet\"", answer.header("WWW-Authenticate"));
                first = first.isEmpty() ? seen(answer) : first;
                assertEquals(first, seen(answer), stranger::toString);
            }
        }
        assertEquals(before, CAST.effects().now());
    }

    /// Operations without an object: by role and scope alone.
    @ParameterizedTest
    @MethodSource("operationsWithCredential")
    void whatARoleDoesNotAllowIsForbidden(Operation operation) {
        if (operation.pathParameters().isEmpty()) {
            var before = CAST.effects().now();
            for (var caller : Stream.concat(CAST.colleagues().stream(), CAST.others().stream())
                    .toList()) {
                if (!caller.may(operation)) {
                    var answer = ask(caller, operation, operation.path());
                    assertEquals(
                            "403 forbidden",
                            answer.status() + " " + answer.code(),
                            () -> caller + " " + operation + " " + answer.body());
                }
            }
            assertEquals(before, CAST.effects().now());
        }
    }

    static Stream<Arguments> filters() {
        return operationsWithCredential()
                .flatMap(operation -> operation.queryParameters().stream()
                        .filter(parameter -> CAST.filters().containsKey(filter(parameter)))
                        .map(parameter -> Arguments.of(operation, Named.of(parameter.name(), parameter))));
    }

    /// A parameter that names an object must be in the matrix, whatever it is called.
    @Test
    void everyFilterByIdIsInTheMatrix() {
        operationsWithCredential()
                .forEach(operation -> operation.queryParameters().stream()
                        .filter(parameter -> parameter.name().endsWith("Id")
                                || parameter.schema().pattern().contains("_[0-7]"))
                        .forEach(parameter -> assertTrue(
                                CAST.filters().containsKey(filter(parameter)),
                                () -> operation + " filters by " + parameter.name())));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void aFilterFindsNothingOfOthers(Operation operation, Parameter parameter) {
        for (var value : Objects.requireNonNull(CAST.filters().get(filter(parameter)))) {
            var query = operation.path() + "?" + parameter.name() + "=" + value;
            if (!operation.path().contains("{")) {
                var own = owner(operation).get(query);
                assertEquals(200, own.status(), own::body);
                var received = parameter.name().equals("toWalletId");
                var first = value.equals(Objects.requireNonNull(CAST.filters().get(filter(parameter)))
                        .getFirst());
                assertTrue(received || !first || own.json().path("data").size() > 0, () -> query + own.body());
                for (var other : CAST.others()) {
                    if (other.may(operation)) {
                        var answer = other.api().get(query);
                        assertEquals(200, answer.status(), () -> other + " " + query + answer.body());
                        assertEquals(0, answer.json().path("data").size(), () -> other + " " + query + answer.body());
                    }
                }
            }
        }
    }

    /// Lists without a filter show nothing of others either.
    @ParameterizedTest
    @MethodSource("operationsWithCredential")
    void aListShowsNothingOfOthers(Operation operation) {
        if (operation.method().equals("GET") && !operation.path().contains("{")) {
            for (var other : CAST.others()) {
                if (other.may(operation)) {
                    var list = other.api().get(operation.path()).body();
                    CAST.objects().values().stream().flatMap(List::stream).forEach(id -> {
                        assertFalse(list.contains(id), () -> other + " sees " + id + " in " + list);
                    });
                }
            }
        }
    }

    /// A cursor of somebody else's list opens nobody's.
    @Test
    void aCursorOfAnothersListIsNone() {
        var anns = CAST.ann().get("/payments?limit=1").text("nextCursor");
        var business = CAST.business().get("/payments?limit=1").text("nextCursor");
        assertFalse(anns.isEmpty());
        assertFalse(business.isEmpty());
        for (var other : CAST.others()) {
            for (var cursor : List.of(anns, business)) {
                var answer = other.api().get("/payments?limit=1&after=" + cursor);
                assertEquals("400 invalid_cursor", answer.status() + " " + answer.code(), other::toString);
            }
        }
    }

    /// The business, or its admin where no API key may ask.
    private static Api owner(Operation operation) {
        return operation.scope().isEmpty() ? CAST.colleagues().getFirst().api() : CAST.business();
    }

    private static Response ask(Cast.Caller caller, Operation operation, String path) {
        var body = operation.body() == null ? null : OpenApi.json(new LinkedHashMap<>(operation.example()));
        return operation.method().equals("POST")
                ? caller.api().send("POST", path, body, "Idempotency-Key", "matrix-" + operation.id())
                : caller.api().send(operation.method(), path, body);
    }

    /// Everything that a client can tell two answers apart by, except for what names the request.
    private static String seen(Response answer) {
        var fields = answer.headers().map().keySet().stream().sorted().toList();
        return answer.status() + " " + fields + " "
                + answer.body().replaceAll("\"requestId\":\"[^\"]*\"", "\"requestId\":\"\"");
    }

    private static List<String> objectsOf(Operation operation) {
        return Objects.requireNonNull(
                CAST.objects().get(kind(operation.pathParameters().getFirst())));
    }

    private static String nobodysId(Operation operation) {
        return kind(operation.pathParameters().getFirst()) + "_01kav9ft00emq8k9w39qsaekf4";
    }

    private static String path(String prefix, Operation operation, String id) {
        return prefix + operation.path().replace("{period}", CAST.period()).replaceAll("\\{[^}]*}", id);
    }

    private static String kind(Parameter parameter) {
        return parameter.schema().pattern().replaceFirst("^\\^([a-z]+)_.*", "$1");
    }

    private static String filter(Parameter parameter) {
        var kind = kind(parameter);
        return CAST.objects().containsKey(kind) ? kind : parameter.name();
    }
}
