package finance.flowlet.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// What `docs/bus` says, made of the HTTP contract: each `public.*` address with the schema of its question and of its
/// answer, as AsyncAPI 3 and as a table.
final class BusContract {
    private final Contract contract = ContractReader.read();
    private final Map<String, Object> document;

    BusContract() {
        var options = new LoaderOptions();
        options.setMaxAliasesForCollections(200);
        document = map(new Yaml(new SafeConstructor(options)).load(contract.yaml()));
    }

    /// The operations that have an address, in the order of the contract.
    List<Contract.Operation> operations() {
        return contract.operations().stream().filter(PublicDoor::isPublic).toList();
    }

    String asyncApi() {
        var channels = new LinkedHashMap<String, Object>();
        var operations = new LinkedHashMap<String, Object>();
        operations().forEach(operation -> {
            var address = PublicDoor.address(operation);
            channels.put(operation.id(), channel(operation, address));
            var channel = "#/channels/" + operation.id();
            operations.put(
                    operation.id(),
                    ordered(
                            "action", "receive",
                            "channel", ordered("$ref", channel),
                            "messages", List.of(ordered("$ref", channel + "/messages/question")),
                            "reply",
                                    ordered(
                                            "channel", ordered("$ref", channel),
                                            "messages", List.of(ordered("$ref", channel + "/messages/answer")))));
        });
        var root = ordered(
                "asyncapi",
                "3.0.0",
                "info",
                ordered(
                        "title", "Flowlet on the event bus",
                        "version",
                                Objects.requireNonNull(map(document.get("info")).get("version")),
                        "description", "Made of the HTTP contract by a test (docs/bus/README.md says how)."),
                "defaultContentType",
                "application/json",
                "channels",
                channels,
                "operations",
                operations,
                "components",
                ordered(
                        "schemas",
                        Objects.requireNonNull(map(document.get("components")).get("schemas"))));
        return "# Generated; do not edit. docs/bus/README.md says how.\n" + yaml().dump(copy(root));
    }

    String table() {
        var text = new StringBuilder("""
                # Addresses

                Generated; do not edit. [README](README.md) says how, [asyncapi.yaml](asyncapi.yaml) has the schemas.
                Scope: what an API key needs; `any` is every key, none means that no key may ask.

                | Address | As over HTTP | Scope | Takes |
                | --- | --- | --- | --- |
                """);
        operations().forEach(operation -> {
            var access = operation.access();
            var takes = Stream.of(
                            operation.path().contains("{") ? "path" : "",
                            operation.query().isEmpty() ? "" : "query",
                            operation.body() == null ? "" : "body",
                            operation.method().equals("POST") ? "idempotencyKey" : "")
                    .filter(part -> !part.isEmpty())
                    .toList();
            text.append("| `%s` | `%s %s` | %s | %s |%n"
                    .formatted(
                            PublicDoor.address(operation),
                            operation.method(),
                            operation.path(),
                            access == null ? "open" : access.scope().isEmpty() ? "none" : "`" + access.scope() + "`",
                            takes.isEmpty() ? "-" : String.join(", ", takes)));
        });
        return text.toString();
    }

    private Map<String, Object> channel(Contract.Operation operation, String address) {
        var documented = documented(operation);
        return ordered(
                "address", address,
                "summary", Objects.requireNonNull(documented.get("summary")),
                "messages",
                        ordered(
                                "question", ordered("payload", question(operation, documented)),
                                "answer", ordered("payload", answer(documented))));
    }

    /// The envelope, as [Envelope] reads it.
    private Map<String, Object> question(Contract.Operation operation, Map<String, Object> documented) {
        var properties = new LinkedHashMap<String, Object>();
        var required = new ArrayList<String>();
        if (operation.access() != null) {
            properties.put("credential", ordered("type", "string", "description", "An API key or an access token."));
            required.add("credential");
        }
        if (operation.method().equals("POST") && operation.access() != null) {
            properties.put("idempotencyKey", ordered("type", "string", "minLength", 1, "maxLength", 255));
        }
        for (var in : List.of("path", "query")) {
            var parameters = parameters(operation, documented, in);
            if (!parameters.isEmpty()) {
                properties.put(in, object(parameters));
                if (parameters.stream().anyMatch(parameter -> Boolean.TRUE.equals(parameter.get("required")))) {
                    required.add(in);
                }
            }
        }
        if (parameters(operation, documented, "header").stream()
                .anyMatch(parameter -> "If-Match".equals(parameter.get("name")))) {
            properties.put("ifMatch", ordered("type", "string", "description", "The version that is to be changed."));
        }
        var body = documented.get("requestBody");
        if (body != null) {
            properties.put("body", json(resolved(body)));
            if (!Objects.requireNonNull(operation.body()).isOptional()) {
                required.add("body");
            }
        }
        return ordered("type", "object", "additionalProperties", false, "required", required, "properties", properties);
    }

    /// The reply, as [BusReply] writes it.
    private Map<String, Object> answer(Map<String, Object> documented) {
        var statuses = new TreeSet<Integer>();
        var bodies = new ArrayList<Object>();
        map(documented.get("responses")).forEach((status, response) -> {
            if (!status.equals("default")) {
                statuses.add(Integer.valueOf(status));
            }
            var content = resolved(response);
            if (status.startsWith("2") && content.containsKey("content")) {
                var schema = json(content);
                if (!bodies.contains(schema)) {
                    bodies.add(schema);
                }
            }
        });
        var properties = ordered(
                "status", ordered("type", "integer", "examples", List.copyOf(statuses)),
                "requestId", ordered("type", "string"),
                "replayed", ordered("type", "boolean", "const", true),
                "retryAfterSeconds", ordered("type", "integer"));
        if (!bodies.isEmpty()) {
            properties.put("body", bodies.size() == 1 ? bodies.getFirst() : ordered("anyOf", bodies));
        }
        properties.put("problem", ordered("$ref", "#/components/schemas/Problem"));
        return ordered("type", "object", "required", List.of("status", "requestId"), "properties", properties);
    }

    private List<Map<String, Object>> parameters(
            Contract.Operation operation, Map<String, Object> documented, String in) {
        var item = map(map(document.get("paths")).get(operation.path()));
        return Stream.of(item, documented)
                .flatMap(node -> node.get("parameters") instanceof List<?> list ? list.stream() : Stream.empty())
                .map(this::resolved)
                .filter(parameter -> in.equals(parameter.get("in")))
                .toList();
    }

    private static Map<String, Object> object(List<Map<String, Object>> parameters) {
        var properties = new LinkedHashMap<String, Object>();
        parameters.forEach(parameter ->
                properties.put(String.valueOf(parameter.get("name")), parameter.getOrDefault("schema", Map.of())));
        var required = parameters.stream()
                .filter(parameter -> Boolean.TRUE.equals(parameter.get("required")))
                .map(parameter -> String.valueOf(parameter.get("name")))
                .toList();
        return ordered("type", "object", "additionalProperties", false, "required", required, "properties", properties);
    }

    private static Object json(Map<String, Object> withContent) {
        var content = map(withContent.get("content"));
        return Objects.requireNonNull(map(content.values().iterator().next()).get("schema"));
    }

    private Map<String, Object> documented(Contract.Operation operation) {
        return map(map(map(document.get("paths")).get(operation.path()))
                .get(operation.method().toLowerCase(java.util.Locale.ROOT)));
    }

    private Map<String, Object> resolved(@Nullable Object node) {
        var given = map(node);
        if (!(given.get("$ref") instanceof String reference)) {
            return given;
        }
        Object target = document;
        for (var step : reference.substring("#/".length()).split("/", -1)) {
            target = Objects.requireNonNull(map(target).get(step));
        }
        return resolved(target);
    }

    private static Yaml yaml() {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.AUTO);
        options.setSplitLines(false);
        options.setWidth(120);
        return new Yaml(options);
    }

    /// Without objects that stand in two places, which YAML would write as anchors.
    private static @Nullable Object copy(@Nullable Object node) {
        return switch (node) {
            case Map<?, ?> map -> {
                var copied = new LinkedHashMap<Object, @Nullable Object>();
                map.forEach((key, value) -> copied.put(key, copy(value)));
                yield copied;
            }
            // A list of its own even when empty.
            case List<?> list ->
                new ArrayList<>(list.stream().map(BusContract::copy).toList());
            case null -> null;
            case Object value -> value;
        };
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (var i = 0; i < namesAndValues.length; i += 2) {
            map.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return map;
    }

    private static Map<String, Object> map(@Nullable Object node) {
        var copy = new LinkedHashMap<String, Object>();
        ((Map<?, ?>) Objects.requireNonNull(node)).forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }
}
