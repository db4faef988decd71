package finance.flowlet.contract.payments;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.RefundId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds refunds, newest first: one by `id`, or those of a `payment`. Whoever may see a payment may see its
/// refunds, so it is the payment that the asker has to look at first.
public record FindRefunds(
        Caller caller,
        @Nullable RefundId id,
        @Nullable PaymentId payment,
        int limit,
        int offset,
        @Nullable RefundId after)
        implements Repeatable {
    public static final Address<FindRefunds, Found> ADDRESS =
            new Address<>("payments.find-refunds.v1", FindRefunds.class, Found.class);

    /// The refund of one id.
    public static FindRefunds one(Caller caller, RefundId id) {
        return new FindRefunds(caller, id, null, 1, 0, null);
    }

    public record Found(List<RefundView> refunds) {
        public Found {
            refunds = List.copyOf(refunds);
        }
    }
}
