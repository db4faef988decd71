package finance.flowlet.initiation;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post.Reply;
import finance.flowlet.problem.Code;
import finance.flowlet.problem.Problem;

/// Refusals as they are sent.
final class Problems {
    private Problems() {}

    static Reply reply(Code code, Caller caller) {
        return new Reply(code.status(), Wire.text(Problem.of(code, caller.requestId())));
    }
}
