package finance.flowlet.bus;

import finance.flowlet.money.Currency;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes values of any contract type up, by its shape alone, from a seeded source.
final class Samples {
    private static final String[] TEXTS = {
        "", "a", "\"quoted\\\"", "line\nline", "żółć 漢字 🦓", "{\"is\":\"Other\"}", "null"
    };
    private static final long[] LONGS = {0, 1, -1, 99_999_999_999L, Long.MAX_VALUE, Long.MIN_VALUE};
    /// What stands wherever the name of a component says that its text is a secret.
    static final String SECRET = "hunter2zebra";

    private static final String SECRETS = "(?i).*(password|secret|token|credential|pepper)|apiKey";
    private final RandomGenerator random;

    Samples(RandomGenerator random) {
        this.random = random;
    }

    /// A value of `type`.
    Object of(Class<?> type) {
        return of((Type) type);
    }

    private Object of(Type type) {
        return switch (type) {
            case ParameterizedType generic -> collection(generic);
            case Class<?> sealed when sealed.isSealed() -> of((Type) pick(sealed.getPermittedSubclasses()));
            case Class<?> enumeration when enumeration.isEnum() -> pick(enumeration.getEnumConstants());
            case Class<?> plain -> scalar(plain);
            case Type other -> throw new IllegalArgumentException("no sample of " + other);
        };
    }

    private Object scalar(Class<?> type) {
        return switch (type.getName()) {
            case "java.lang.String" -> pick(TEXTS);
            case "int", "java.lang.Integer" -> random.nextInt();
            case "long", "java.lang.Long" ->
                random.nextBoolean() ? random.nextLong() : LONGS[random.nextInt(LONGS.length)];
            case "boolean", "java.lang.Boolean" -> random.nextBoolean();
            case "java.util.UUID" -> new UUID(random.nextLong(), random.nextLong());
            // PostgreSQL keeps microseconds.
            case "java.time.Instant" ->
                Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000_000) * 1000L);
            case "java.time.YearMonth" -> YearMonth.of(random.nextInt(1_970, 2_100), random.nextInt(1, 13));
            // Decimals keep their zeros: 100.00 is not 100.
            case "java.math.BigDecimal" -> BigDecimal.valueOf(LONGS[random.nextInt(LONGS.length)], random.nextInt(4));
            case "finance.flowlet.money.Currency" -> Currency.of(pick(new String[] {"USD", "JPY", "KWD"}));
            default -> record(type);
        };
    }

    private Object record(Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException("no sample of " + type);
        }
        var components = type.getRecordComponents();
        var values = Arrays.stream(components).map(this::value).toArray();
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException failure) {
            throw new LinkageError(type.getName(), failure);
        }
    }

    private @Nullable Object value(RecordComponent component) {
        if (component.getType() == String.class && component.getName().matches(SECRETS)) {
            return SECRET;
        }
        return isNullable(component.getAnnotatedType()) && random.nextBoolean() ? null : of(component.getGenericType());
    }

    private static boolean isNullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class)
                || (type instanceof AnnotatedParameterizedType generic && generic.isAnnotationPresent(Nullable.class));
    }

    private Object collection(ParameterizedType type) {
        var arguments = type.getActualTypeArguments();
        var items =
                Stream.generate(() -> of(arguments[0])).limit(random.nextInt(4)).toList();
        return switch (type.getRawType().getTypeName()) {
            case "java.util.List" -> List.copyOf(items);
            case "java.util.Set" -> Set.copyOf(new HashSet<>(items));
            case "java.util.Map", "java.util.SortedMap" -> {
                var map = new TreeMap<Object, Object>();
                items.forEach(key -> map.put(key, of(arguments[1])));
                yield Collections.unmodifiableSortedMap(map);
            }
            default -> throw new IllegalArgumentException("no sample of " + type);
        };
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
