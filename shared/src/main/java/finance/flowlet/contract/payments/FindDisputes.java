package finance.flowlet.contract.payments;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.id.DisputeId;
import finance.flowlet.id.PaymentId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds disputes of a tenant, newest first: one by `id`, or all that pass every filter that is set.
public record FindDisputes(
        Caller caller,
        @Nullable DisputeId id,
        @Nullable PaymentId payment,
        @Nullable DisputeStatus status,
        int limit,
        int offset,
        @Nullable DisputeId after)
        implements Repeatable {
    public static final Address<FindDisputes, Found> ADDRESS =
            new Address<>("payments.find-disputes.v1", FindDisputes.class, Found.class);

    /// The dispute of one id.
    public static FindDisputes one(Caller caller, DisputeId id) {
        return new FindDisputes(caller, id, null, null, 1, 0, null);
    }

    public record Found(List<DisputeView> disputes) {
        public Found {
            disputes = List.copyOf(disputes);
        }
    }
}
