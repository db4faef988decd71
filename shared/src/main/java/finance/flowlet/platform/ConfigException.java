package finance.flowlet.platform;

import java.util.List;

/// The configuration has mistakes; all of them, each with its key.
public final class ConfigException extends RuntimeException {
    private final transient List<String> mistakes;

    public ConfigException(List<String> mistakes) {
        super("the configuration has mistakes:\n  " + String.join("\n  ", mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    /// One line per mistake: `database.port: must be from 1 to 65535`.
    public List<String> mistakes() {
        return mistakes;
    }
}
