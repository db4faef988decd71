package finance.flowlet.gateway;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// As much of a JSON Schema as the edge enforces. What a schema leaves open is `Integer.MAX_VALUE` or
/// empty.
record Schema(
        String type,
        String format,
        int minLength,
        int maxLength,
        int minItems,
        int maxItems,
        int minimum,
        int maximum,
        List<String> choices,
        Map<String, Schema> properties,
        Set<String> required,
        List<Schema> items) {
    Schema {
        choices = List.copyOf(choices);
        properties = Map.copyOf(properties);
        required = Set.copyOf(required);
        items = List.copyOf(items);
    }

    /// Whether a body of it may be left out: nothing in it is required.
    boolean isOptional() {
        return required.isEmpty();
    }

    /// The text of a file: whoever reads the file decides what may be in it.
    boolean isFile() {
        return format.equals("file");
    }

    /// An amount that bounds others: it may be zero, and null is no bound.
    boolean isCeiling() {
        return format.equals("ceiling");
    }

    /// A secret that people choose: any characters at all.
    boolean isPassword() {
        return format.equals("password");
    }
}
