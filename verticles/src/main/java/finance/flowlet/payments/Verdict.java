package finance.flowlet.payments;

import finance.flowlet.contract.ledger.Post.BusinessRow;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.contract.payments.DisputeView;
import finance.flowlet.contract.payments.RefundView;
import finance.flowlet.payments.PaymentRow.Happened;
import finance.flowlet.problem.Code;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a command makes of a payment.
sealed interface Verdict {
    /// The payment after it, what happened in a word, what the ledger has to do, rows of other domains that
    /// commit with it, and what came into being or changed beside the payment.
    record Changed(
            Payment payment,
            Happened happened,
            List<Step> steps,
            List<BusinessRow> rows,
            @Nullable RefundView refund,
            @Nullable DisputeView dispute)
            implements Verdict {
        public Changed {
            steps = List.copyOf(steps);
            rows = List.copyOf(rows);
        }
    }

    record Refused(Code code) implements Verdict {}
}
