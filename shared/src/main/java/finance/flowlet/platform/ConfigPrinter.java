package finance.flowlet.platform;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes a configuration as YAML without its secrets. It walks the records by reflection, so that a key which is
/// added to them cannot be forgotten here.
final class ConfigPrinter {
    static final Set<String> SECRETS = Set.of("database.password", "redis.password", "jwt.secret", "auth.pepper");
    private static final String REDACTED = "\"[redacted]\"";
    private static final String INDENT = "  ";
    private final StringBuilder yaml = new StringBuilder();
    private final Map<String, String> origins;

    private ConfigPrinter(Map<String, String> origins) {
        this.origins = origins;
    }

    /// `config` as YAML, each key that `origins` names with the place it was set.
    static String print(FlowletConfig config, Map<String, String> origins) {
        var printer = new ConfigPrinter(origins);
        printer.section("", config, "");
        return printer.yaml.toString();
    }

    private void section(String key, Record section, String indent) {
        for (var component : section.getClass().getRecordComponents()) {
            var inner = key.isEmpty() ? component.getName() : key + "." + component.getName();
            yaml.append(indent).append(component.getName()).append(':');
            switch (value(component, section)) {
                case Record nested -> {
                    yaml.append('\n');
                    section(inner, nested, indent + INDENT);
                }
                case Object value -> line(inner, scalar(inner, value));
                case null -> line(inner, "\"\"");
            }
        }
    }

    private void line(String key, String text) {
        yaml.append(' ').append(text);
        var origin = origins.get(key);
        if (origin != null) {
            yaml.append("  # ").append(origin);
        }
        yaml.append('\n');
    }

    private static String scalar(String key, Object value) {
        return switch (value) {
            case Object secret when SECRETS.contains(key) -> secret.equals("") ? "\"\"" : REDACTED;
            case List<?> list ->
                list.stream().map(item -> quoted(item.toString())).toList().toString();
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
            case String text -> quoted(text);
            case Object plain -> plain.toString();
        };
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static @Nullable Object value(RecordComponent component, Record section) {
        try {
            return component.getAccessor().invoke(section);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
