package finance.flowlet.servers;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/// What a refused start says.
record Refusal(String message) {

    static Refusal of(Executable start) {
        return new Refusal(
                String.valueOf(assertThrows(ServerException.class, start).getMessage()));
    }

    void says(String part) {
        assertTrue(message.contains(part), message);
    }
}
