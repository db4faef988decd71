package finance.flowlet.gateway;

import finance.flowlet.problem.Code;
import finance.flowlet.problem.Problem.FieldError;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// What a handler answers; the edge turns it into HTTP and adds what every reply carries.
sealed interface Answer {
    /// `value` is written as JSON with status `status`; null is an empty body.
    record Json(int status, Object value) implements Answer {}

    /// A body that is JSON already, such as a stored reply. A status of 400 or more makes it a problem.
    record Stored(int status, String json, boolean replayed) implements Answer {}

    /// No body: 204.
    record Empty(boolean replayed) implements Answer {
        public Empty() {
            this(false);
        }
    }

    /// Text of another media type: the contract, a documentation page, a table. `headers` are those of its
    /// own.
    record Text(int status, String mediaType, String text, Map<String, String> headers) implements Answer {
        Text(int status, String mediaType, String text) {
            this(status, mediaType, text, Map.of());
        }
    }

    /// A document of `bytes` bytes that is fetched and sent piece by piece: nobody holds all of a large
    /// one.
    record Document(
            String mediaType, Map<String, String> headers, long bytes, int pieces, IntFunction<Future<Buffer>> piece)
            implements Answer {}

    /// An error of the catalogue, with headers such as Retry-After.
    record Refused(Code code, Map<String, String> headers) implements Answer {
        public Refused(Code code) {
            this(code, Map.of());
        }
    }

    /// JSON that is the same for everybody and may be kept for a while.
    record Public(Object value, int maxAgeSeconds) implements Answer {}

    /// An error of the catalogue with further members, such as what to go on with.
    record Explained(Code code, Map<String, Object> members) implements Answer {
        public Explained {
            members = Map.copyOf(members);
        }
    }

    /// Wrong fields or parameters.
    record Invalid(List<FieldError> errors) implements Answer {
        public Invalid {
            errors = List.copyOf(errors);
        }

        /// The code of the only error, or that there are several.
        Code code() {
            return errors.size() == 1
                    ? Arrays.stream(Code.values())
                            .filter(code -> code.wire().equals(errors.getFirst().code()))
                            .findFirst()
                            .orElse(Code.VALIDATION_FAILED)
                    : Code.VALIDATION_FAILED;
        }
    }
}
