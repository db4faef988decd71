package finance.flowlet.contract.initiation;

import finance.flowlet.id.PaymentId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Money;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One payment of a batch, as it was asked for. `id` is the payment's, when the client chose it.
public record BatchItem(
        @Nullable PaymentId id,
        WalletId from,
        WalletId to,
        Money money,
        String description,
        @Nullable String externalReference,
        Map<String, String> metadata) {
    public BatchItem {
        metadata = Map.copyOf(metadata);
    }
}
