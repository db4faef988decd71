package finance.flowlet.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.DuplicateKeyException;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/// Raw settings by dotted key: YAML files, each laid over the one before, and over them the environment.
///
/// Every YAML scalar stays the text that was written; what it means is decided by the key it stands under. So no
/// `no` becomes a boolean, no `010` an 8 and no `1:30` a 90. Nothing here repeats a value in a mistake, because this
/// class cannot know which of them is a secret.
final class ConfigSource {
    /// A setting's text, or the texts of a list, and the file or variable it came from.
    record Setting(Object value, String origin) {}

    private static final int MAX_FILE_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 8;
    private final Map<String, Setting> settings = new TreeMap<>();
    private final Map<String, String> environment;
    private final List<String> mistakes;

    ConfigSource(List<Path> files, Map<String, String> environment, List<String> mistakes) {
        this.mistakes = mistakes;
        // Compose files and charts hand over variables that nobody set as empty ones.
        this.environment = environment.entrySet().stream()
                .filter(variable -> !variable.getValue().isEmpty())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        files.forEach(this::read);
    }

    /// What the files say about each key.
    Map<String, Setting> fromFiles() {
        return settings;
    }

    /// The variables that are set.
    Map<String, String> environment() {
        return environment;
    }

    private void read(Path file) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                mistakes.add(file + ": is larger than " + MAX_FILE_BYTES + " bytes");
                return;
            }
            collect("", yaml().load(Files.readString(file)), file);
        } catch (IOException _) {
            mistakes.add(file + ": cannot be read");
        } catch (DuplicateKeyException duplicate) {
            mistakes.add(file + ": names a key twice" + place(duplicate));
        } catch (MarkedYAMLException broken) {
            mistakes.add(file + ": is not valid YAML" + place(broken));
        } catch (YAMLException _) {
            mistakes.add(file + ": is not valid YAML");
        }
    }

    /// Line and column only: the parser's own words may quote what it stumbled over.
    private static String place(MarkedYAMLException failure) {
        var mark = failure.getProblemMark();
        return mark == null ? "" : ", line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
    }

    private void collect(String key, @Nullable Object value, Path file) {
        switch (value) {
            case Map<?, ?> section -> section.forEach((name, inner) -> collect(join(key, name), inner, file));
            case List<?> list when list.stream().allMatch(String.class::isInstance) -> put(key, list, file);
            case String text when !key.isEmpty() -> put(key, text, file);
            // An empty file or one of comments only.
            case null -> {}
            case Object _ ->
                mistakes.add((key.isEmpty() ? file.toString() : key) + ": must be a text, a list of texts "
                        + "or a section (" + file + ")");
        }
    }

    private void put(String key, Object value, Path file) {
        settings.put(key, new Setting(value, file.toString()));
    }

    private static String join(String section, @Nullable Object name) {
        return section.isEmpty() ? String.valueOf(name) : section + "." + name;
    }

    private static Yaml yaml() {
        var limits = new LoaderOptions();
        limits.setAllowDuplicateKeys(false);
        limits.setMaxAliasesForCollections(0);
        limits.setNestingDepthLimit(MAX_DEPTH);
        limits.setCodePointLimit(MAX_FILE_BYTES);
        var output = new DumperOptions();
        return new Yaml(new SafeConstructor(limits), new Representer(output), output, limits, new TextsOnly());
    }

    /// Takes no scalar for a number, a boolean, a date or a null.
    private static final class TextsOnly extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            // None: that is the point.
        }
    }
}
