package finance.flowlet.contract.initiation;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.id.PaymentRequestId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds requests to be paid, newest first: one by `id`, or all that pass every filter that is set. A
/// customer finds those that it made and those that were made to it.
public record FindPaymentRequests(
        Caller caller,
        @Nullable PaymentRequestId id,
        @Nullable PaymentRequestStatus status,
        int limit,
        int offset,
        @Nullable PaymentRequestId after)
        implements Repeatable {
    public static final Address<FindPaymentRequests, Found> ADDRESS =
            new Address<>("initiation.find-payment-requests.v1", FindPaymentRequests.class, Found.class);

    /// The request of one id.
    public static FindPaymentRequests one(Caller caller, PaymentRequestId id) {
        return new FindPaymentRequests(caller, id, null, 1, 0, null);
    }

    public record Found(List<PaymentRequestView> requests) {
        public Found {
            requests = List.copyOf(requests);
        }
    }
}
