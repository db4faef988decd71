package finance.flowlet.contract.initiation;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.PaymentBatchId;
import finance.flowlet.id.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists the items of a batch in the order of the request; whoever asks has found the batch. `after` is the
/// index of the last item that was seen.
public record FindBatchItems(
        TenantId tenant,
        PaymentBatchId batch,
        @Nullable ItemStatus status,
        int limit,
        int offset,
        @Nullable Integer after)
        implements Repeatable {
    public static final Address<FindBatchItems, Found> ADDRESS =
            new Address<>("initiation.find-batch-items.v1", FindBatchItems.class, Found.class);

    public record Found(List<BatchItemView> items) {
        public Found {
            items = List.copyOf(items);
        }
    }
}
