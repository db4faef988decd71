package finance.flowlet.contract.payments;

import finance.flowlet.id.EntryId;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Money;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A payment as it stands.
public record PaymentView(
        PaymentId id,
        WalletId from,
        WalletId to,
        Money money,
        String description,
        PaymentStatus status,
        @Nullable String externalReference,
        @Nullable String idempotencyKey,
        EntryId entry,
        Map<String, String> metadata,
        long version,
        Instant createdAt,
        Instant completedAt) {
    public PaymentView {
        metadata = Map.copyOf(metadata);
    }
}
