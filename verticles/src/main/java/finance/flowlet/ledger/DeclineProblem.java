package finance.flowlet.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import finance.flowlet.bus.Wire;
import finance.flowlet.contract.ledger.Post.Reply;
import finance.flowlet.problem.Problem;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A decline as the problem that is sent and stored; one by a limit also says which limit, and when there
/// is room again.
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeclineProblem(
        @JsonUnwrapped Problem problem,
        BigDecimal limit,
        String window,
        BigDecimal remaining,
        @Nullable Instant resetsAt) {
    static Reply of(Refusal refusal, String requestId) {
        var code = refusal.reason().code();
        var problem = Problem.of(code, requestId);
        var exceeded = refusal.exceeded();
        return new Reply(code.status(), exceeded == null ? Wire.text(problem) : Wire.text(of(problem, exceeded)));
    }

    private static DeclineProblem of(Problem problem, Exceeded exceeded) {
        return new DeclineProblem(
                problem,
                exceeded.limitShown(),
                exceeded.rule().window().name().toLowerCase(Locale.ROOT),
                exceeded.remainingShown(),
                exceeded.resetsAt());
    }
}
