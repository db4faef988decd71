package finance.flowlet.client;

import finance.flowlet.id.WalletId;
import finance.flowlet.money.Money;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A payment to be made. An amount of zero or less is refused by the other side, like everything else that is wrong.
public record NewPayment(
        WalletId from,
        WalletId to,
        Money amount,
        @Nullable String description,
        @Nullable String externalReference,
        Map<String, String> metadata) {
    public NewPayment {
        metadata = Map.copyOf(metadata);
    }

    /// A payment that says nothing about itself.
    public NewPayment(WalletId from, WalletId to, Money amount) {
        this(from, to, amount, null, null, Map.of());
    }
}
