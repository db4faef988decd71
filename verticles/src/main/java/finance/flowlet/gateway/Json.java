package finance.flowlet.gateway;

import java.util.List;
import java.util.Map;

/// A JSON value as it was written: numbers keep their digits, so that nothing has been rounded, wrapped or
/// coerced before somebody knows what the number means.
sealed interface Json {
    record Members(Map<String, Json> byName) implements Json {}

    record Items(List<Json> values) implements Json {}

    record Text(String text) implements Json {}

    /// A number by its raw token.
    record Digits(String token) implements Json {}

    record Flag(boolean value) implements Json {}

    record Nothing() implements Json {}
}
