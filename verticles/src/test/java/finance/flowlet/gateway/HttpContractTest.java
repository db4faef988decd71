package finance.flowlet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.contract.auth.Principal.Role;
import finance.flowlet.problem.Code;
import finance.flowlet.testing.TestPlatform;
import java.lang.reflect.RecordComponent;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/// The contract agrees with itself, and the code with the contract.
@TestInstance(Lifecycle.PER_CLASS)
class HttpContractTest {
    private static final Contract CONTRACT = ContractReader.read();
    private static final Set<String> SCOPES = Set.of(
            "any",
            "wallets:read",
            "wallets:write",
            "payments:read",
            "payments:write",
            "ledger:read",
            "ledger:write",
            "keys:read",
            "keys:write");

    private final TestPlatform platform = new TestPlatform(GatewayFixture.config(Map.of()), Clock.systemUTC());

    @AfterAll
    void close() {
        platform.close();
    }

    private Map<String, Operations.Operation> served() {
        return new GatewayVerticle(platform.platform()).operations(CONTRACT).byId();
    }

    static Stream<Contract.Operation> operations() {
        return CONTRACT.operations().stream();
    }

    @Test
    void operationsHaveNamesOfTheirOwn() {
        var ids = operations().map(Contract.Operation::id).toList();
        assertEquals(ids.size(), new HashSet<>(ids).size());
        assertTrue(ids.stream().allMatch(id -> id.matches("[a-z][A-Za-z]+")));
    }

    @Test
    void everyOperationIsServedAndNothingElse() {
        var served = served();
        assertEquals(
                operations().map(Contract.Operation::id).collect(Collectors.toCollection(TreeSet::new)),
                new TreeSet<>(served.keySet()));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void aBodyRecordIsItsSchema(Contract.Operation operation) {
        var served = served().get(operation.id());
        assertNotNull(served);
        var schema = operation.body();
        if (schema == null || served.body() == null) {
            assertTrue(schema == null && served.body() == null, operation.id());
            return;
        }
        assertEquals(schema.properties().keySet(), components(served.body(), true));
        assertEquals(schema.required(), components(served.body(), false));
    }

    private static Set<String> components(Class<? extends Record> type, boolean all) {
        return Arrays.stream(type.getRecordComponents())
                .filter(part -> all || !part.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void accessFollowsTheRoles(Contract.Operation operation) {
        var access = operation.access();
        if (access == null) {
            assertTrue(
                    operation
                            .path()
                            .matches(
                                    "/(health.*|openapi.yaml|problems.*|ledger/signing-keys|auth/(register|login|refresh|mfa/verify)"
                                            + "|auth/password-reset(/confirm)?|\\.well-known/jwks.json)"),
                    operation.path());
            return;
        }
        assertTrue(access.roles().contains(Role.ADMIN), "an admin may do everything");
        assertTrue(access.scope().isEmpty() || SCOPES.contains(access.scope()), access.scope());
        if (operation.path().startsWith("/auth/")) {
            assertEquals(Set.of(Role.values()), access.roles(), "how somebody logs in is everybody's own business");
        } else {
            // What is in the outbox of a sandbox opens the accounts of others.
            assertEquals(
                    operation.method().equals("GET") && !operation.path().startsWith("/sandbox/"),
                    access.roles().contains(Role.VIEWER),
                    "a viewer reads, and reads everything");
        }
        // Proof is for customers too: of their own postings, and of what is signed about everybody's.
        var proof = operation.path().matches("/ledger/(checkpoints/.*|entries/[^/]+/proof)");
        if ((operation.path().startsWith("/ledger") && !proof)
                || operation.path().startsWith("/api-keys")) {
            assertTrue(!access.roles().contains(Role.CUSTOMER));
        }
        if (operation.method().equals("GET")) {
            assertTrue(!access.scope().endsWith(":write"));
        }
    }

    /// Staff without a second factor get no further than to one.
    @Test
    void whatMayBeDoneBeforeEnrollingIsListed() {
        assertEquals(
                Set.of("enrollMfa", "activateMfa", "getMfa", "getMe", "logout"),
                operations()
                        .filter(operation ->
                                operation.access() != null && operation.access().enrolling())
                        .map(Contract.Operation::id)
                        .collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyOperationIsDocumented(Contract.Operation operation) {
        var documented = documented(operation);
        assertNotNull(documented.get("summary"));
        var responses = map(documented.get("responses"));
        assertTrue(responses.containsKey("default"), "every operation may fail");
        if (operation.access() != null) {
            assertTrue(responses.containsKey("401"), "every guarded operation says 401");
        }
        if (operation.body() != null) {
            assertTrue(responses.containsKey("422"));
            assertTrue(content(documented.get("requestBody")).containsKey("example"));
        }
        if (operation.path().contains("{")) {
            assertTrue(responses.containsKey("404"));
        }
        if (operation.method().equals("POST")) {
            assertTrue(String.valueOf(documented.get("parameters")).contains("IdempotencyKey"));
        }
        responses.forEach((status, response) -> {
            if (status.startsWith("2") && map(response).containsKey("content") && !operation.text()) {
                assertTrue(content(response).containsKey("example"), operation.id() + " has no example");
            }
        });
    }

    @Test
    void exampleBodiesAreAccepted() {
        var json = new JsonReader(32);
        served().forEach((id, served) -> {
            var operation = operations()
                    .filter(each -> each.id().equals(id))
                    .findFirst()
                    .orElseThrow();
            if (served.body() == null) {
                return;
            }
            var example = new JsonMapper()
                    .writeValueAsBytes(
                            content(documented(operation).get("requestBody")).get("example"));
            var members = ((JsonReader.Read) json.read(example)).body();
            var reading = BodyReader.of(served.body(), Objects.requireNonNull(operation.body()))
                    .read(members);
            assertTrue(reading instanceof BodyReader.Read, id + ": " + reading);
        });
    }

    @Test
    void listsArePagedAlike() {
        operations()
                .filter(operation ->
                        operation.id().startsWith("list") && !operation.id().equals("listProblems"))
                .forEach(operation -> List.of("limit", "offset", "after")
                        .forEach(name ->
                                assertTrue(operation.parameter(name).isPresent(), operation.id() + " " + name)));
    }

    @Test
    void problemsInExamplesAreOfTheCatalogue() {
        var codes = Arrays.stream(Code.values()).map(Code::wire).collect(Collectors.toSet());
        map(map(document().get("components")).get("responses")).values().forEach(response -> {
            var problem = map(map(map(map(response).get("content")).get("application/problem+json"))
                    .get("example"));
            var code = Code.valueOf(String.valueOf(problem.get("code")).toUpperCase(Locale.ROOT));
            assertTrue(codes.contains(code.wire()));
            assertEquals(code.status(), problem.get("status"));
            assertEquals(code.title(), problem.get("title"));
            assertEquals(code.remedy(), problem.get("detail"));
            assertEquals(code.retryable(), problem.get("retryable"));
        });
    }

    @Test
    void anOperationThatSaysNothingOfAccessFailsTheStart() {
        var forgotten = """
                paths:
                  /wallets:
                    get: {operationId: listWallets, responses: {}}
                """;
        assertThrows(IllegalStateException.class, () -> ContractReader.read(forgotten));
    }

    private static Map<String, Object> documented(Contract.Operation operation) {
        return map(map(map(document().get("paths")).get(operation.path()))
                .get(operation.method().toLowerCase(Locale.ROOT)));
    }

    private static Map<String, Object> content(@Nullable Object body) {
        return map(map(map(body).get("content")).get("application/json"));
    }

    private static Map<?, ?> document() {
        var options = new LoaderOptions();
        options.setMaxAliasesForCollections(200);
        return new Yaml(new SafeConstructor(options)).load(CONTRACT.yaml());
    }

    private static Map<String, Object> map(@Nullable Object node) {
        return ((Map<?, ?>) Objects.requireNonNull(node))
                .entrySet().stream()
                        .collect(Collectors.toMap(each -> String.valueOf(each.getKey()), Map.Entry::getValue));
    }
}
