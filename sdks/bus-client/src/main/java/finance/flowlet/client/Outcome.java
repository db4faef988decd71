package finance.flowlet.client;

import finance.flowlet.problem.Problem;
import org.jspecify.annotations.Nullable;

/// What Flowlet answered. A refusal is an answer like any other; only a question whose answer is not known fails,
/// with a [finance.flowlet.bus.Fault].
public sealed interface Outcome<T> {
    /// It was done, or had been `replayed`: done before under the same key.
    record Done<T>(T value, boolean replayed) implements Outcome<T> {}

    /// It was not done. `problem` has the `code` of HTTP; `retryAfterSeconds` says when to come back, if at all.
    record Refused<T>(Problem problem, @Nullable Long retryAfterSeconds) implements Outcome<T> {}

    /// What was done.
    ///
    /// @throws IllegalStateException when it was refused
    default T done() {
        return switch (this) {
            case Done<T>(var value, var _) -> value;
            case Refused<T>(var problem, var _) -> throw new IllegalStateException(problem.code());
        };
    }
}
