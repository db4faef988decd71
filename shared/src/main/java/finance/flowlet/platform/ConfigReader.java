package finance.flowlet.platform;

import finance.flowlet.platform.ConfigSource.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads settings as types. A mistake does not stop it: the default stands in and the mistake is noted under its key,
/// so that one start tells everything that is wrong.
final class ConfigReader {
    private static final String PREFIX = "FLOWLET_";
    /// What `./flowlet` and the tests read themselves.
    private static final String NOT_A_KEY = "FLOWLET_(JAVA|JDK|TEST)_.*";
    /// Names that predate Flowlet: platforms and people set these.
    private static final Map<String, String> SHORT_NAMES = Map.ofEntries(
            Map.entry("server.host", "HOST"),
            Map.entry("server.port", "PORT"),
            Map.entry("database.host", "DB_HOST"),
            Map.entry("database.port", "DB_PORT"),
            Map.entry("database.name", "DB_NAME"),
            Map.entry("database.user", "DB_USER"),
            Map.entry("database.password", "DB_PASSWORD"),
            Map.entry("database.ssl.mode", "DB_SSL_MODE"),
            Map.entry("redis.host", "REDIS_HOST"),
            Map.entry("redis.port", "REDIS_PORT"),
            Map.entry("redis.password", "REDIS_PASSWORD"),
            Map.entry("jwt.secret", "JWT_SECRET"),
            Map.entry("auth.pepper", "AUTH_PEPPER"));

    private final ConfigSource source;
    private final List<String> mistakes;
    private final Set<String> known = new TreeSet<>();
    private final Set<String> knownVariables = new TreeSet<>();
    private final Map<String, String> origins = new LinkedHashMap<>();

    ConfigReader(ConfigSource source, List<String> mistakes) {
        this.source = source;
        this.mistakes = mistakes;
    }

    /// A text that is not empty.
    String text(String key, String fallback) {
        var value = raw(key);
        if (value != null && value.isBlank()) {
            mistake(key, "must not be empty");
            return fallback;
        }
        return value == null ? fallback : value;
    }

    /// A text that may be left out or empty, which mean the same.
    @Nullable
    String optional(String key) {
        var value = raw(key);
        return value == null || value.isEmpty() ? null : value;
    }

    /// A secret; empty when it is not set, which whoever needs it refuses.
    String secret(String key) {
        var value = raw(key);
        return value == null ? "" : value;
    }

    /// A whole number from `min` to `max`.
    int whole(String key, int fallback, int min, int max) {
        return Math.toIntExact(whole(key, (long) fallback, min, max));
    }

    /// A whole number from `min` to `max`.
    long whole(String key, long fallback, long min, long max) {
        var value = raw(key);
        if (value == null) {
            return fallback;
        }
        if (!value.matches("-?[0-9]{1,18}")) {
            mistake(key, "must be a whole number");
            return fallback;
        }
        var number = Long.parseLong(value);
        if (number < min || number > max) {
            mistake(key, "must be from " + min + " to " + max + ", not " + number);
            return fallback;
        }
        return number;
    }

    /// `true` or `false`.
    boolean flag(String key, boolean fallback) {
        return Boolean.parseBoolean(oneOf(key, Boolean.toString(fallback), List.of("true", "false")));
    }

    /// One of `allowed`.
    String oneOf(String key, String fallback, List<String> allowed) {
        var value = raw(key);
        if (value != null && !allowed.contains(value)) {
            mistake(key, "must be one of " + String.join(", ", allowed));
            return fallback;
        }
        return value == null ? fallback : value;
    }

    /// A constant of `type`, written in lower case.
    <E extends Enum<E>> E oneOf(String key, Class<E> type, E fallback) {
        var names = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        var name = oneOf(key, fallback.name().toLowerCase(Locale.ROOT), names);
        return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
    }

    /// A list of texts, by default empty; in a variable they are separated by commas.
    List<String> texts(String key) {
        var setting = setting(key);
        if (setting == null || setting.value().equals("")) {
            return List.of();
        }
        var items = setting.value() instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : Arrays.stream(setting.value().toString().split(",", -1))
                        .map(String::strip)
                        .toList();
        if (items.stream().anyMatch(String::isBlank)) {
            mistake(key, "must not have an empty item");
            return List.of();
        }
        return items;
    }

    /// Notes something that is wrong with a key.
    void mistake(String key, String what) {
        var origin = origins.get(key);
        mistakes.add(key + ": " + what + (origin == null ? "" : " (" + origin + ")"));
    }

    /// Notes every key and every `FLOWLET_` variable that was never asked for: a misspelt limit must not be taken for
    /// one that is in force. Called last.
    void refuseUnknown() {
        source.fromFiles().forEach((key, setting) -> {
            var emptySection = setting.value().equals("") && known.stream().anyMatch(k -> k.startsWith(key + "."));
            if (!known.contains(key) && !emptySection) {
                mistakes.add(key + ": unknown key" + Nearest.hint(key, known) + " (" + setting.origin() + ")");
            }
        });
        source.environment().keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !name.matches(NOT_A_KEY) && !knownVariables.contains(name))
                .sorted()
                .forEach(name -> mistakes.add(name + ": unknown variable" + Nearest.hint(name, knownVariables)));
    }

    /// Where each key that is set was set.
    Map<String, String> origins() {
        return origins;
    }

    /// The variable that overrides a key: `FLOWLET_DATABASE_POOL_MAX_SIZE` for `database.pool.maxSize`.
    static String variable(String key) {
        return PREFIX + key.replaceAll("([A-Z])", "_$1").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private @Nullable String raw(String key) {
        var setting = setting(key);
        if (setting != null && setting.value() instanceof List) {
            mistake(key, "must be one text, not a list");
            return null;
        }
        return setting == null ? null : setting.value().toString();
    }

    private @Nullable Setting setting(String key) {
        known.add(key);
        var setting = source.fromFiles().get(key);
        var names = new ArrayList<>(List.of(variable(key)));
        var shortName = SHORT_NAMES.get(key);
        if (shortName != null) {
            names.add(shortName);
        }
        knownVariables.addAll(names);
        var set = names.stream().filter(source.environment()::containsKey).toList();
        if (set.stream().map(source.environment()::get).distinct().count() > 1) {
            mistake(key, String.join(" and ", set) + " disagree");
        }
        for (var name : set) {
            setting = new Setting(source.environment().getOrDefault(name, ""), name);
        }
        if (setting != null) {
            origins.put(key, setting.origin());
        }
        return setting;
    }
}
