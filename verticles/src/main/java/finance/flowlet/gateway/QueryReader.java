package finance.flowlet.gateway;

import finance.flowlet.platform.FlowletConfig;
import finance.flowlet.problem.Code;
import finance.flowlet.problem.Problem.FieldError;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a query string against the contract: every parameter known, sent once, of the right form.
final class QueryReader {
    private static final Pattern SHOWN = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,18}");
    private final FlowletConfig.Limits limits;
    private final Cursor cursor;

    QueryReader(FlowletConfig.Limits limits, Cursor cursor) {
        this.limits = limits;
        this.cursor = cursor;
    }

    /// What a query string is.
    sealed interface Reading {}

    /// `list` names the list that is asked for, whose cursors are good for no other.
    record Read(Map<String, String> parameters, String list) implements Reading {}

    record Refused(Code code) implements Reading {}

    record Invalid(List<FieldError> errors) implements Reading {}

    /// Reads the query of `operation`; `whose` says for whom, and under which path.
    Reading read(Contract.Operation operation, @Nullable String query, String whose) {
        var parameters = new LinkedHashMap<String, String>();
        if (query != null && !query.isEmpty()) {
            for (var pair : query.split("&", -1)) {
                var equals = pair.indexOf('=');
                var name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                var value = decoded(equals < 0 ? "" : pair.substring(equals + 1));
                if (name == null || value == null) {
                    return new Refused(Code.MALFORMED_REQUEST);
                }
                if (parameters.putIfAbsent(name, value) != null) {
                    return new Refused(Code.DUPLICATE_PARAMETER);
                }
            }
        }
        return read(operation, parameters, whose);
    }

    /// Reads parameters that came by name.
    Reading read(Contract.Operation operation, Map<String, String> given, String whose) {
        var parameters = new LinkedHashMap<>(given);
        var errors = new ArrayList<FieldError>();
        parameters.forEach((name, value) -> check(operation, name, value, errors));
        if (parameters.containsKey("after") && parameters.containsKey("offset")) {
            errors.add(FieldError.of("offset", Code.INVALID_OFFSET));
        }
        operation.query().stream()
                .filter(parameter -> parameter.required() && !parameters.containsKey(parameter.name()))
                .forEach(parameter -> errors.add(FieldError.of(parameter.name(), Code.REQUIRED)));
        return errors.isEmpty() ? paged(operation, parameters, whose) : new Invalid(errors);
    }

    private void check(Contract.Operation operation, String name, String value, List<FieldError> errors) {
        var parameter = operation.parameter(name);
        if (parameter.isEmpty()) {
            errors.add(FieldError.of(SHOWN.matcher(name).matches() ? name : "?", Code.UNKNOWN_PARAMETER));
            return;
        }
        var code = refusal(name, value, parameter.get().schema());
        if (code != null) {
            errors.add(FieldError.of(name, code));
        }
    }

    private @Nullable Code refusal(String name, String value, Schema schema) {
        if (name.equals("limit")) {
            return isWhole(value, 1, limits.maxPageSize()) ? null : Code.INVALID_LIMIT;
        }
        if (name.equals("offset")) {
            return !isWhole(value, 0, Long.MAX_VALUE)
                    ? Code.INVALID_OFFSET
                    : isWhole(value, 0, limits.maxOffset()) ? null : Code.OFFSET_TOO_LARGE;
        }
        if (!Texts.isClean(value)) {
            return Code.INVALID_TEXT;
        }
        if (Texts.length(value) > schema.maxLength()) {
            return Code.TOO_LONG;
        }
        return schema.choices().isEmpty() || schema.choices().contains(value) ? null : Code.INVALID_VALUE;
    }

    /// Fills in the defaults of a list and opens its cursor. The seal covers the reader and the filters.
    private Reading paged(Contract.Operation operation, Map<String, String> parameters, String whose) {
        if (operation.query().isEmpty()) {
            return new Read(Map.of(), operation.id());
        }
        var filters = new LinkedHashMap<>(parameters);
        filters.keySet().removeAll(List.of("limit", "offset", "after"));
        var list = operation.id() + "\n" + whose + "\n"
                + JsonWriter.text(filters.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(filter -> List.of(filter.getKey(), filter.getValue()))
                        .toList());
        if (operation.parameter("limit").isPresent()) {
            parameters.putIfAbsent("limit", Integer.toString(limits.defaultPageSize()));
            parameters.putIfAbsent("offset", "0");
        }
        var sealed = parameters.get("after");
        if (sealed != null) {
            var position = cursor.read(list, sealed);
            if (position.isEmpty()) {
                return new Refused(Code.INVALID_CURSOR);
            }
            parameters.put("after", position.get());
        }
        return new Read(Map.copyOf(parameters), list);
    }

    private static boolean isWhole(String value, long least, long most) {
        return WHOLE.matcher(value).matches() && Long.parseLong(value) >= least && Long.parseLong(value) <= most;
    }

    /// The text behind percent signs; null when it is none in UTF-8.
    private static @Nullable String decoded(String written) {
        try {
            var text = URLDecoder.decode(written, StandardCharsets.UTF_8);
            // The decoder puts U+FFFD for what is not UTF-8; nobody needs to send one.
            return text.indexOf('\uFFFD') < 0 ? Texts.normalize(text) : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
