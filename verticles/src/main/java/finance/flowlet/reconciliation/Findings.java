package finance.flowlet.reconciliation;

import finance.flowlet.contract.reconciliation.FindReconciliations;
import finance.flowlet.contract.reconciliation.ListMatches;
import finance.flowlet.contract.reconciliation.ListUnmatched;
import finance.flowlet.platform.AwaitedSql;

/// Answers what reconciliations found.
final class Findings {
    private final ReconciliationStore subjects;
    private final FindingsStore store;

    Findings(AwaitedSql sql) {
        this.subjects = new ReconciliationStore(sql);
        this.store = new FindingsStore(sql);
    }

    FindReconciliations.Found find(FindReconciliations question) {
        return new FindReconciliations.Found(store.page(question));
    }

    ListMatches.Outcome matches(ListMatches question) {
        var subject = subjects.subject(question.tenant(), question.id());
        return subject.isEmpty()
                ? new ListMatches.Unknown()
                : new ListMatches.Found(store.matches(question, subject.get().currency()));
    }

    ListUnmatched.Outcome unmatched(ListUnmatched question) {
        var subject = subjects.subject(question.tenant(), question.id());
        if (subject.isEmpty()) {
            return new ListUnmatched.Unknown();
        }
        var currency = subject.get().currency();
        return switch (question.side()) {
            case EXTERNAL -> new ListUnmatched.External(store.externalLines(question, currency));
            case INTERNAL -> new ListUnmatched.Internal(store.internalLines(question, currency));
        };
    }
}
