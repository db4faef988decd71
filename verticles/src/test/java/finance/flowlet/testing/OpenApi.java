package finance.flowlet.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/// The published contract as a client's tools would read it: what tests are generated from, so that an
/// operation that is added tomorrow is tested tomorrow.
public final class OpenApi {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final JsonMapper JSON = new JsonMapper();
    private final Map<String, Object> document;

    private OpenApi(Map<String, Object> document) {
        this.document = document;
    }

    /// All operations of the contract.
    public static List<Operation> operations() {
        try (InputStream file = OpenApi.class.getResourceAsStream("/openapi/flowlet.yaml")) {
            var options = new LoaderOptions();
            options.setMaxAliasesForCollections(200);
            return new OpenApi(map(new Yaml(new SafeConstructor(options)).load(Objects.requireNonNull(file)))).read();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// One operation. `scope` is empty where no API key may call it; no roles and no scope: open to everybody.
    /// `body` is the schema of its body and `example` a right one.
    public record Operation(
            String id,
            String method,
            String path,
            String scope,
            List<String> roles,
            List<Parameter> pathParameters,
            List<Parameter> queryParameters,
            @Nullable Schema body,
            Map<String, Object> example) {
        public boolean isOpen() {
            return scope.isEmpty() && roles.isEmpty();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    public record Parameter(String name, Schema schema) {}

    /// `name` is the name of the schema in the contract, if it has one; `node` is what it says.
    public record Schema(String name, Map<String, Object> node, OpenApi contract) {
        public String type() {
            return String.valueOf(node.getOrDefault("type", ""));
        }

        public Map<String, Schema> properties() {
            var properties = new LinkedHashMap<String, Schema>();
            map(node.getOrDefault("properties", Map.of()))
                    .forEach((key, value) -> properties.put(key, contract.schema(value)));
            return properties;
        }

        public Schema items() {
            return contract.schema(Objects.requireNonNull(node.get("items")));
        }

        public List<String> required() {
            return texts(node.get("required"));
        }

        public List<String> choices() {
            return texts(node.get("enum"));
        }

        public @Nullable Integer number(String keyword) {
            return node.get(keyword) instanceof Integer number ? number : null;
        }

        public String pattern() {
            return String.valueOf(node.getOrDefault("pattern", ""));
        }
    }

    /// Writes what the contract gives as an example, or a change of it.
    public static String json(Object value) {
        return JSON.writeValueAsString(value);
    }

    private List<Operation> read() {
        var operations = new ArrayList<Operation>();
        map(document.get("paths"))
                .forEach((path, item) -> map(item).forEach((method, operation) -> {
                    if (METHODS.contains(method)) {
                        operations.add(operation(method, path, map(item), map(operation)));
                    }
                }));
        return operations;
    }

    private Operation operation(String method, String path, Map<String, Object> item, Map<String, Object> operation) {
        var access = map(operation.getOrDefault("x-flowlet-access", Map.of()));
        var content = operation.get("requestBody") == null
                ? Map.<String, Object>of()
                : map(map(resolved(operation.get("requestBody")).get("content")).get("application/json"));
        return new Operation(
                String.valueOf(operation.get("operationId")),
                method.toUpperCase(Locale.ROOT),
                path,
                String.valueOf(access.getOrDefault("scope", "")),
                texts(access.get("roles")),
                parameters("path", item, operation),
                parameters("query", item, operation),
                content.isEmpty() ? null : schema(content.get("schema")),
                content.isEmpty() ? Map.of() : map(content.get("example")));
    }

    private List<Parameter> parameters(String in, Map<String, Object> item, Map<String, Object> operation) {
        return Stream.of(item, operation)
                .flatMap(node -> node.get("parameters") instanceof List<?> list ? list.stream() : Stream.empty())
                .map(this::resolved)
                .filter(parameter -> in.equals(parameter.get("in")))
                .map(parameter -> new Parameter(String.valueOf(parameter.get("name")), schema(parameter.get("schema"))))
                .toList();
    }

    private Schema schema(@Nullable Object node) {
        var name = map(node).get("$ref") instanceof String reference
                ? reference.substring(reference.lastIndexOf('/') + 1)
                : "";
        return new Schema(name, resolved(node), this);
    }

    private Map<String, Object> resolved(@Nullable Object node) {
        var given = map(node);
        if (!(given.get("$ref") instanceof String reference)) {
            return given;
        }
        Object target = document;
        for (var step : reference.substring("#/".length()).split("/", -1)) {
            target = map(target).get(step);
        }
        return resolved(target);
    }

    private static Map<String, Object> map(@Nullable Object node) {
        var copy = new LinkedHashMap<String, Object>();
        ((Map<?, ?>) Objects.requireNonNull(node)).forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }

    private static List<String> texts(@Nullable Object node) {
        return node instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }
}
