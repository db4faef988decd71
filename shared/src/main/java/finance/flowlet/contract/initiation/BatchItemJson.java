package finance.flowlet.contract.initiation;

import com.fasterxml.jackson.annotation.JsonInclude;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An item of a batch as the HTTP API shows it. `amount` is a decimal of `currency`.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BatchItemJson(
        int index,
        WalletId fromWalletId,
        WalletId toWalletId,
        BigDecimal amount,
        Currency currency,
        String description,
        @Nullable String externalReference,
        SortedMap<String, String> metadata,
        String status,
        @Nullable PaymentId paymentId,
        @Nullable String code) {
    /// Renders `view`.
    public static BatchItemJson of(BatchItemView view) {
        var item = view.item();
        var money = item.money();
        return new BatchItemJson(
                view.index(),
                item.from(),
                item.to(),
                BigDecimal.valueOf(money.minorUnits(), money.currency().exponent()),
                money.currency(),
                item.description(),
                item.externalReference(),
                new TreeMap<>(item.metadata()),
                view.status().name().toLowerCase(Locale.ROOT),
                view.payment(),
                view.code());
    }
}
