package finance.flowlet.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import finance.flowlet.problem.Code;
import finance.flowlet.problem.Problem;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.RawValue;

/// What a `public.*` address answers: the status that HTTP would have, and below it either the body of HTTP or
/// its problem.
@JsonInclude(JsonInclude.Include.NON_NULL)
record BusReply(
        int status,
        String requestId,
        @Nullable Boolean replayed,
        @Nullable Long retryAfterSeconds,
        @Nullable Object body,
        @Nullable Object problem) {
    static BusReply of(Answer answer, String requestId) {
        return switch (answer) {
            case Answer.Json(var status, var value) -> done(status, requestId, null, value);
            case Answer.Public(var value, var _) -> done(200, requestId, null, value);
            case Answer.Text(var status, var _, var text, var _) -> done(status, requestId, null, text);
            case Answer.Empty(var replayed) -> done(204, requestId, replayed, null);
            case Answer.Stored(var status, var json, var replayed) ->
                status < 400
                        ? done(status, requestId, replayed, new RawValue(json))
                        : new BusReply(status, requestId, mark(replayed), null, null, new RawValue(json));
            case Answer.Refused(var code, var headers) ->
                refused(code, requestId, headers, Problem.of(code, requestId));
            case Answer.Explained(var code, var members) ->
                refused(code, requestId, Map.of(), new ExplainedProblem(Problem.of(code, requestId), members));
            case Answer.Invalid invalid ->
                refused(invalid.code(), requestId, Map.of(), Problem.of(invalid.errors(), invalid.code(), requestId));
            // A file is fetched over HTTP.
            case Answer.Document _ -> refused(Code.NOT_ACCEPTABLE, requestId);
        };
    }

    static BusReply refused(Code code, String requestId) {
        return refused(code, requestId, Map.of(), Problem.of(code, requestId));
    }

    private static BusReply done(int status, String requestId, @Nullable Boolean replayed, @Nullable Object body) {
        return new BusReply(status, requestId, replayed == null ? null : mark(replayed), null, body, null);
    }

    private static BusReply refused(Code code, String requestId, Map<String, String> headers, Object problem) {
        var seconds = headers.get(HttpHeaders.RETRY_AFTER.toString());
        var wait = seconds != null ? Long.valueOf(seconds) : Exchange.comesBack(code) ? Long.valueOf(1) : null;
        return new BusReply(code.status(), requestId, null, wait, null, problem);
    }

    private static @Nullable Boolean mark(boolean replayed) {
        return replayed ? true : null;
    }
}
