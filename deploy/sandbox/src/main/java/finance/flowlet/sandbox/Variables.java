package finance.flowlet.sandbox;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Environment variables, each of which has a short name and one that follows from its key.
final class Variables {

    private static final Set<String> OF_THE_SCRIPT =
            Set.of("FLOWLET_JAVA_HOME", "FLOWLET_JAVA_OPTS", "FLOWLET_JDK_DIRS");

    private Variables() {}

    /// The platform refuses FLOWLET_ variables that it does not know; the script's own are none of its business.
    static Map<String, String> forPlatform(Map<String, String> environment) {
        var relevant = new TreeMap<>(environment);
        relevant.keySet().removeAll(OF_THE_SCRIPT);
        return relevant;
    }

    /// The first of these that is set.
    static @Nullable String first(Map<String, String> environment, String... names) {
        return Stream.of(names)
                .map(name -> environment.getOrDefault(name, "").strip())
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse(null);
    }
}
