package finance.flowlet.contract.initiation;

import finance.flowlet.id.PaymentId;
import org.jspecify.annotations.Nullable;

/// An item of a batch as it stands. `index` is its place in the request, from 0; `payment` is there once
/// there is one, `code` says why there is none.
public record BatchItemView(
        int index,
        BatchItem item,
        ItemStatus status,
        @Nullable PaymentId payment,
        @Nullable String code) {}
