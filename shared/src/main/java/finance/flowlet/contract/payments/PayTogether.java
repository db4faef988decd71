package finance.flowlet.contract.payments;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.PaymentId;
import finance.flowlet.problem.Code;
import java.util.List;

/// Makes many payments in one commit: all of them or none. The keys and callers of the single ones do not
/// count. Asking again under the same `key` answers what happened.
public record PayTogether(Caller caller, Post.Key key, List<Pay> payments) implements Repeatable {
    public static final Address<PayTogether, Result> ADDRESS =
            new Address<>("payments.pay-together.v1", PayTogether.class, Result.class);

    public PayTogether {
        payments = List.copyOf(payments);
    }

    @OneOf
    public sealed interface Result {}

    /// In the order of the question.
    public record AllPaid(List<PaymentId> payments) implements Result {
        public AllPaid {
            payments = List.copyOf(payments);
        }
    }

    /// The payment at position `item` (from 0; -1 when it cannot be told) was refused, and so nothing
    /// happened.
    public record NonePaid(int item, Code code) implements Result {}
}
