package finance.flowlet.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An error as the API states it (RFC 9457, `application/problem+json`). Nothing in it comes from an exception.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String code,
        String detail,
        @Nullable List<FieldError> errors,
        String requestId,
        boolean retryable,
        String docUrl) {
    /// One thing that is wrong with one field: `pointer` is an RFC 6901 JSON pointer into the body, or the name of a
    /// query parameter.
    public record FieldError(String pointer, String code, String detail) {
        public static FieldError of(String pointer, Code code) {
            return new FieldError(pointer, code.wire(), code.remedy());
        }
    }

    /// The problem of `code` for one request.
    public static Problem of(Code code, String requestId) {
        return new Problem(
                page(code),
                code.title(),
                code.status(),
                code.wire(),
                code.remedy(),
                null,
                requestId,
                code.retryable(),
                page(code));
    }

    /// The problem of a request with one or more wrong fields. Its code is that of the only error, or
    /// `validation_failed`.
    public static Problem of(List<FieldError> errors, Code code, String requestId) {
        return new Problem(
                page(code),
                code.title(),
                code.status(),
                code.wire(),
                code.remedy(),
                List.copyOf(errors),
                requestId,
                code.retryable(),
                page(code));
    }

    /// A relative reference, as RFC 9457 allows: it resolves against the server that sent the problem.
    private static String page(Code code) {
        return "/problems/" + code.wire();
    }
}
