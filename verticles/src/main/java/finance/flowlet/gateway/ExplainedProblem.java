package finance.flowlet.gateway;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import finance.flowlet.problem.Problem;
import java.util.Map;

/// A problem with further members beside its own (RFC 9457, section 3.2).
record ExplainedProblem(
        @JsonUnwrapped Problem problem, @JsonAnyGetter Map<String, Object> members) {}
