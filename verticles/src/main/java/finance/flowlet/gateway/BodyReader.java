package finance.flowlet.gateway;

import finance.flowlet.problem.Code;
import finance.flowlet.problem.Problem.FieldError;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads a JSON object into one kind of record, coercing nothing: a number in quotes is no number. A component
/// that is not `@Nullable` is required. Everything is looked up once, when the reader is made.
final class BodyReader {
    /// Enough to repair a request by; a body of ten thousand wrong fields is not answered with as many errors.
    private static final int MAX_ERRORS = 20;

    private static final Pattern PRINTABLE_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private final List<Component> components;
    private final Constructor<? extends Record> constructor;

    /// A field of the record and how its JSON is read.
    private record Component(String name, boolean required, ValueReader reader) {}

    private BodyReader(List<Component> components, Constructor<? extends Record> constructor) {
        this.components = components;
        this.constructor = constructor;
    }

    /// A reader of `type`, whose lengths the contract states in `schema`.
    static BodyReader of(Class<? extends Record> type, Schema schema) {
        var parts = type.getRecordComponents();
        if (!Stream.of(parts).map(RecordComponent::getName).allMatch(schema.properties()::containsKey)) {
            throw new IllegalStateException(type + " has fields that the contract does not know");
        }
        try {
            var constructor = type.getDeclaredConstructor(
                    Stream.of(parts).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return new BodyReader(
                    Stream.of(parts).map(part -> component(part, schema)).toList(), constructor);
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Component component(RecordComponent part, Schema schema) {
        var property = Objects.requireNonNull(schema.properties().get(part.getName()));
        return new Component(
                part.getName(),
                !part.getAnnotatedType().isAnnotationPresent(Nullable.class),
                ValueReader.of(part.getGenericType(), property));
    }

    /// What a body is.
    sealed interface Reading {}

    record Read(Record body) implements Reading {}

    record Invalid(List<FieldError> errors) implements Reading {}

    Reading read(Json.Members body) {
        var errors = new ArrayList<FieldError>();
        var record = read(body, "", errors);
        return record == null || !errors.isEmpty()
                ? new Invalid(errors.subList(0, Math.min(errors.size(), MAX_ERRORS)))
                : new Read(record);
    }

    /// Reads an object that stands at `pointer`; null when something in it is wrong, which `errors` then says.
    @Nullable
    Record read(Json.Members body, String pointer, List<FieldError> errors) {
        var before = errors.size();
        for (var name : body.byName().keySet()) {
            if (components.stream().noneMatch(component -> component.name.equals(name))) {
                errors.add(FieldError.of(pointer + "/" + shown(name), Code.UNKNOWN_FIELD));
            }
        }
        var values = new @Nullable Object[components.size()];
        IntStream.range(0, values.length)
                .forEach(i -> values[i] = read(components.get(i), body.byName(), pointer, errors));
        return errors.size() == before ? construct(values) : null;
    }

    private static @Nullable Object read(
            Component component, Map<String, Json> members, String pointer, List<FieldError> errors) {
        var at = pointer + "/" + component.name;
        return switch (members.get(component.name)) {
            case null -> absent(component, at, errors);
            case Json.Nothing _
            when !(component.reader instanceof ValueReader.OfAmount(var mayBeNull)) || mayBeNull ->
                absent(component, at, errors);
            case Json value -> component.reader.read(value, at, errors);
        };
    }

    private static @Nullable Object absent(Component component, String pointer, List<FieldError> errors) {
        if (component.required) {
            errors.add(FieldError.of(pointer, Code.REQUIRED));
        }
        return null;
    }

    private Record construct(@Nullable Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException("a body record must accept what the contract accepts", failure);
        }
    }

    /// A name that a client made up, as far as it can be repeated without harm.
    private static String shown(String name) {
        return PRINTABLE_NAME.matcher(name).matches() ? name : "?";
    }
}
