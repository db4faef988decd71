package finance.flowlet.gateway;

import finance.flowlet.problem.Code;
import finance.flowlet.problem.Problem.FieldError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a client sends to a `public.*` address: who it is, under which key, and what HTTP would have in its
/// path, its query and its body.
record Envelope(
        @Nullable String credential,
        @Nullable String idempotencyKey,
        @Nullable String ifMatch,
        Map<String, String> path,
        Map<String, String> query,
        Json.@Nullable Members body) {
    private static final Set<String> MEMBERS =
            Set.of("credential", "idempotencyKey", "ifMatch", "path", "query", "body");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]+)}");
    /// What a segment of a path may be, as in [Routes].
    private static final Pattern SEGMENT = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9_.~-]{1,255}");

    Envelope {
        path = Map.copyOf(path);
        query = Map.copyOf(query);
    }

    sealed interface Reading {}

    record Read(Envelope envelope) implements Reading {}

    record Invalid(List<FieldError> errors) implements Reading {}

    /// Reads the envelope of a question to `operation`, coercing nothing.
    static Reading read(Json.Members given, Contract.Operation operation) {
        var errors = new ArrayList<FieldError>();
        if (!MEMBERS.containsAll(given.byName().keySet())) {
            errors.add(FieldError.of("", Code.UNKNOWN_FIELD));
        }
        var envelope = new Envelope(
                text(given, "credential", errors),
                text(given, "idempotencyKey", errors),
                text(given, "ifMatch", errors),
                texts(given, "path", errors),
                texts(given, "query", errors),
                members(given, "body", errors));
        checkPath(envelope.path, operation, errors);
        return errors.isEmpty() ? new Read(envelope) : new Invalid(errors);
    }

    /// Exactly the names that stand in the path of the operation, each with what could stand there.
    private static void checkPath(Map<String, String> path, Contract.Operation operation, List<FieldError> errors) {
        var names = PLACEHOLDER
                .matcher(operation.path())
                .results()
                .map(found -> found.group(1))
                .toList();
        names.stream()
                .filter(name -> !path.containsKey(name))
                .forEach(name -> errors.add(FieldError.of("/path/" + name, Code.REQUIRED)));
        if (!names.containsAll(path.keySet())) {
            errors.add(FieldError.of("/path", Code.UNKNOWN_FIELD));
        }
        path.forEach((name, value) -> {
            if (names.contains(name) && !SEGMENT.matcher(value).matches()) {
                errors.add(FieldError.of("/path/" + name, Code.INVALID_VALUE));
            }
        });
    }

    private static @Nullable String text(Json.Members given, String name, List<FieldError> errors) {
        return switch (given.byName().get(name)) {
            case null -> null;
            case Json.Nothing() -> null;
            case Json.Text(var text) -> text;
            case Json.Members _, Json.Items _, Json.Digits _, Json.Flag _ -> {
                errors.add(FieldError.of("/" + name, Code.INVALID_TYPE));
                yield null;
            }
        };
    }

    private static Json.@Nullable Members members(Json.Members given, String name, List<FieldError> errors) {
        return switch (given.byName().get(name)) {
            case null -> null;
            case Json.Nothing() -> null;
            case Json.Members members -> members;
            case Json.Text _, Json.Items _, Json.Digits _, Json.Flag _ -> {
                errors.add(FieldError.of("/" + name, Code.EXPECTED_OBJECT));
                yield null;
            }
        };
    }

    /// Texts by name; a whole number or a flag may stand for its text, as it does in a query.
    private static Map<String, String> texts(Json.Members given, String name, List<FieldError> errors) {
        var members = members(given, name, errors);
        var texts = new LinkedHashMap<String, String>();
        if (members != null) {
            members.byName().forEach((key, value) -> {
                switch (value) {
                    case Json.Text(var text) -> texts.put(key, Texts.normalize(text));
                    case Json.Digits(var token) -> texts.put(key, token);
                    case Json.Flag(var flag) -> texts.put(key, Boolean.toString(flag));
                    case Json.Members _, Json.Items _, Json.Nothing _ ->
                        errors.add(FieldError.of("/" + name, Code.INVALID_TYPE));
                }
            });
        }
        return texts;
    }
}
