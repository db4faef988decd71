package finance.flowlet.contract.payments;

import finance.flowlet.id.DisputeId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.PaymentId;
import finance.flowlet.money.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A dispute about a payment. `entries` moved the money into suspense and out of it.
public record DisputeView(
        DisputeId id,
        PaymentId payment,
        Money money,
        String reason,
        DisputeStatus status,
        @Nullable String evidence,
        List<EntryId> entries,
        long version,
        Instant createdAt,
        @Nullable Instant resolvedAt) {
    public DisputeView {
        entries = List.copyOf(entries);
    }
}
