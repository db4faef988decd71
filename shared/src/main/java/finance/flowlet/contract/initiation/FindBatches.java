package finance.flowlet.contract.initiation;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.id.PaymentBatchId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds batches, newest first: one by `id`, or all that pass every filter that is set. A customer finds
/// its own.
public record FindBatches(
        Caller caller,
        @Nullable PaymentBatchId id,
        @Nullable BatchStatus status,
        int limit,
        int offset,
        @Nullable PaymentBatchId after)
        implements Repeatable {
    public static final Address<FindBatches, Found> ADDRESS =
            new Address<>("initiation.find-batches.v1", FindBatches.class, Found.class);

    /// The batch of one id.
    public static FindBatches one(Caller caller, PaymentBatchId id) {
        return new FindBatches(caller, id, null, 1, 0, null);
    }

    public record Found(List<BatchView> batches) {
        public Found {
            batches = List.copyOf(batches);
        }
    }
}
