package finance.flowlet.gateway;

import finance.flowlet.contract.auth.Principal.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Reads the OpenAPI document into a [Contract]. A document that says something else than this reader
/// expects fails the start: a rule that is written but not enforced would be worse than none.
final class ContractReader {
    private static final String RESOURCE = "/openapi/flowlet.yaml";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private final Map<?, ?> document;

    private ContractReader(Map<?, ?> document) {
        this.document = document;
    }

    /// The contract that this program serves.
    static Contract read() {
        try (var resource = ContractReader.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            return read(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Contract read(String yaml) {
        var options = new LoaderOptions();
        options.setMaxAliasesForCollections(200);
        Map<?, ?> document = new Yaml(new SafeConstructor(options)).load(yaml);
        return new Contract(yaml, new ContractReader(document).operations());
    }

    private List<Contract.Operation> operations() {
        var operations = new ArrayList<Contract.Operation>();
        map(document.get("paths"))
                .forEach((path, item) -> map(item).forEach((method, operation) -> {
                    if (METHODS.contains(method)) {
                        operations.add(operation(method, path, map(item), map(operation)));
                    }
                }));
        return operations;
    }

    private Contract.Operation operation(
            String method, String path, Map<String, Object> item, Map<String, Object> operation) {
        var parameters = new ArrayList<Contract.Parameter>();
        for (var given : both(list(item.get("parameters")), list(operation.get("parameters")))) {
            var parameter = map(resolved(given));
            if ("query".equals(parameter.get("in"))) {
                parameters.add(new Contract.Parameter(
                        text(parameter.get("name")),
                        Boolean.TRUE.equals(parameter.get("required")),
                        schema(parameter.get("schema"))));
            }
        }
        return new Contract.Operation(
                text(operation.get("operationId")),
                method.toUpperCase(Locale.ROOT),
                path,
                access(operation),
                parameters,
                body(operation.get("requestBody")),
                bodyBytes(operation),
                isText(map(operation.get("responses"))));
    }

    private static Contract.@Nullable Access access(Map<String, Object> operation) {
        if (operation.get("x-flowlet-access") == null) {
            // Open operations say so twice, so that none is open because somebody forgot a line.
            if (!list(operation.getOrDefault("security", List.of("inherited"))).isEmpty()) {
                throw new IllegalStateException(
                        operation.get("operationId") + " says neither who may call nor everybody");
            }
            return null;
        }
        var access = map(operation.get("x-flowlet-access"));
        var roles = list(access.get("roles")).stream()
                .map(role -> Role.valueOf(text(role).toUpperCase(Locale.ROOT)))
                .collect(Collectors.toSet());
        return new Contract.Access(
                text(access.getOrDefault("scope", "")), roles, Boolean.TRUE.equals(access.get("enrolling")));
    }

    private @Nullable Schema body(@Nullable Object body) {
        if (body == null) {
            return null;
        }
        var content = map(map(resolved(body)).get("content"));
        var schema = map(resolved(map(content.get("application/json")).get("schema")));
        if (!Boolean.FALSE.equals(schema.get("additionalProperties"))) {
            throw new IllegalStateException("a body must not allow fields that the contract does not know: " + schema);
        }
        return schema(schema);
    }

    private static @Nullable Integer bodyBytes(Map<String, Object> operation) {
        var bytes = operation.get("x-flowlet-body-bytes");
        if (bytes != null && operation.get("requestBody") == null) {
            throw new IllegalStateException(operation.get("operationId") + " limits a body that it does not take");
        }
        return bytes == null ? null : (Integer) number(bytes);
    }

    private static boolean isText(Map<String, Object> responses) {
        var success = map(responses.getOrDefault("200", Map.of()));
        var content = map(success.getOrDefault("content", Map.of()));
        return !content.isEmpty() && !content.containsKey("application/json");
    }

    private Schema schema(@Nullable Object given) {
        var schema = map(resolved(given == null ? Map.of() : given));
        var properties = new LinkedHashMap<String, Schema>();
        map(schema.getOrDefault("properties", Map.of())).forEach((name, each) -> properties.put(name, schema(each)));
        return new Schema(
                text(schema.getOrDefault("type", "")),
                text(schema.getOrDefault("format", "")),
                number(schema.getOrDefault("minLength", 0)),
                number(schema.getOrDefault("maxLength", Integer.MAX_VALUE)),
                number(schema.getOrDefault("minItems", 0)),
                number(schema.getOrDefault("maxItems", Integer.MAX_VALUE)),
                number(schema.getOrDefault("minimum", Integer.MIN_VALUE)),
                number(schema.getOrDefault("maximum", Integer.MAX_VALUE)),
                list(schema.get("enum")).stream().map(String::valueOf).toList(),
                properties,
                list(schema.get("required")).stream().map(String::valueOf).collect(Collectors.toSet()),
                schema.get("items") == null ? List.of() : List.of(schema(schema.get("items"))));
    }

    /// What a `$ref` points at, or the thing itself.
    private Object resolved(@Nullable Object given) {
        if (!(given instanceof Map<?, ?> node)) {
            throw new IllegalStateException("expected an object but found " + given);
        }
        if (!(node.get("$ref") instanceof String reference)) {
            return node;
        }
        Object target = document;
        for (var step : reference.substring("#/".length()).split("/")) {
            target = map(target).get(step);
        }
        return resolved(target);
    }

    private static List<Object> both(List<Object> first, List<Object> second) {
        var both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }

    private static Map<String, Object> map(@Nullable Object node) {
        if (!(node instanceof Map<?, ?> map)) {
            throw new IllegalStateException("expected an object but found " + node);
        }
        var copy = new LinkedHashMap<String, Object>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }

    private static List<Object> list(@Nullable Object node) {
        return node instanceof List<?> list ? List.copyOf(list) : List.of();
    }

    private static String text(@Nullable Object node) {
        if (!(node instanceof String text)) {
            throw new IllegalStateException("expected a text but found " + node);
        }
        return text;
    }

    private static int number(Object node) {
        if (!(node instanceof Integer number)) {
            throw new IllegalStateException("expected a whole number but found " + node);
        }
        return number;
    }
}
