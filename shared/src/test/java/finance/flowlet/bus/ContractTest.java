package finance.flowlet.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every contract crosses the bus as JSON and arrives as it left: what works by reference within one JVM must work
/// between two. The values are made up from each record's shape, so that a new contract is covered when it is written.
class ContractTest {
    private static final int SAMPLES_OF_EACH = Integer.getInteger("flowlet.samples", 50);
    private static final Path CLASSES = Path.of("target", "classes");

    @ParameterizedTest
    @MethodSource("records")
    void aRecordArrivesAsItLeft(Class<?> type) {
        var seed = Long.getLong("flowlet.seed", 42);
        var samples = new Samples(new Random(seed));
        for (var i = 0; i < SAMPLES_OF_EACH; i++) {
            var sent = samples.of(type);
            var json = Wire.json(sent);

            assertEquals(sent, Wire.read(Buffer.buffer(json), type), () -> "seed " + seed + ": " + text(json));
        }
    }

    /// An answer is read as its sealed interface, which then has to know which record it was.
    @ParameterizedTest
    @MethodSource("sealedInterfaces")
    void everyAnswerArrivesAsWhatItWas(Class<?> type) {
        var samples = new Samples(new Random(42));
        for (var answer : type.getPermittedSubclasses()) {
            var sent = samples.of(answer);
            var json = Wire.json(sent);

            assertEquals(sent, Wire.read(Buffer.buffer(json), type), () -> text(json));
        }
    }

    /// Within one version of a contract fields are only added, so an older reader must pass over them.
    @ParameterizedTest
    @MethodSource("records")
    void aFieldFromTheFutureIsPassedOver(Class<?> type) {
        var sent = new Samples(new Random(42)).of(type);
        var json = text(Wire.json(sent))
                .replaceFirst("^\\{", "{\"future\":{\"a\":[1]},")
                .replace(",}", "}");

        assertEquals(sent, Wire.read(Buffer.buffer(json), type));
    }

    /// What a contract prints ends up in a log one day.
    @ParameterizedTest
    @MethodSource("records")
    void noSecretIsPrinted(Class<?> type) {
        var samples = new Samples(new Random(42));
        for (var i = 0; i < SAMPLES_OF_EACH; i++) {
            var printed = samples.of(type).toString();

            assertFalse(printed.contains(Samples.SECRET), printed);
        }
    }

    @Test
    void everyAddressIsUniqueAndNamesItsDomain() {
        var addresses = contracts().flatMap(ContractTest::addresses).toList();
        var names = addresses.stream().map(Address::name).toList();

        assertEquals(names.stream().distinct().toList(), names);
        for (var address : addresses) {
            var domain = address.request().getPackageName().replaceFirst(".*\\.", "");
            assertTrue(address.name().matches(domain + "\\.[a-z]+(-[a-z]+)*\\.v[0-9]+"), address::name);
        }
    }

    static List<Class<?>> records() {
        return contracts().filter(Class::isRecord).collect(Collectors.toList());
    }

    static List<Class<?>> sealedInterfaces() {
        return contracts().filter(Class::isSealed).filter(Class::isInterface).collect(Collectors.toList());
    }

    private static Stream<Class<?>> contracts() {
        try (var files = Files.walk(CLASSES.resolve("finance/flowlet/contract"))) {
            List<Class<?>> found = files.map(file -> CLASSES.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("package-info.class"))
                    .sorted()
                    .map(ContractTest::load)
                    .collect(Collectors.toList());
            return found.stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Class<?> load(String file) {
        try {
            return Class.forName(file.replaceFirst("\\.class$", "").replace('/', '.'));
        } catch (ClassNotFoundException failure) {
            throw new LinkageError(file, failure);
        }
    }

    private static Stream<Address<?, ?>> addresses(Class<?> type) {
        return Arrays.stream(type.getDeclaredFields())
                .filter(field -> field.getType() == Address.class && Modifier.isStatic(field.getModifiers()))
                .map(field -> {
                    try {
                        return (Address<?, ?>) field.get(null);
                    } catch (IllegalAccessException failure) {
                        throw new LinkageError(field.toString(), failure);
                    }
                });
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
