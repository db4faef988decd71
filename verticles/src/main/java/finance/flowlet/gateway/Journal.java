package finance.flowlet.gateway;

import finance.flowlet.contract.ledger.Basis;
import finance.flowlet.contract.ledger.Clerk;
import finance.flowlet.contract.ledger.JournalReply;
import finance.flowlet.problem.Problem.FieldError;
import java.util.List;

/// What the routes of finance staff have in common.
final class Journal {
    private Journal() {}

    static Clerk clerk(Call call) {
        return new Clerk(call.who().tenant(), call.who().actor(), call.requestId());
    }

    static Answer answer(JournalReply reply) {
        return switch (reply) {
            case JournalReply.Answered(var stored, var replayed) ->
                new Answer.Stored(stored.status(), stored.body(), replayed);
            case JournalReply.Refused(var code) -> new Answer.Refused(code);
            case JournalReply.RefusedField(var pointer, var code) ->
                new Answer.Invalid(List.of(FieldError.of(pointer, code)));
        };
    }

    /// By recorded time, unless the caller says otherwise.
    static Basis basis(Field<Basis> asked) {
        var basis = asked.orNull();
        return basis == null ? Basis.RECORDED : basis;
    }
}
