package finance.flowlet.contract.wallets;

import com.fasterxml.jackson.annotation.JsonInclude;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A hold as the HTTP API shows it: the one place that renders it, so that a stored answer and a later read
/// are the same bytes. Amounts are decimals of `currency`.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HoldJson(
        HoldId id,
        WalletId walletId,
        @Nullable WalletId toWalletId,
        BigDecimal amount,
        BigDecimal captured,
        BigDecimal released,
        Currency currency,
        String status,
        String description,
        List<EntryId> ledgerTransactionIds,
        SortedMap<String, String> metadata,
        long version,
        Instant createdAt,
        Instant expiresAt) {
    /// Renders `hold`.
    public static HoldJson of(HoldView hold) {
        var currency = hold.money().currency();
        return new HoldJson(
                hold.id(),
                hold.wallet(),
                hold.to(),
                BigDecimal.valueOf(hold.money().minorUnits(), currency.exponent()),
                BigDecimal.valueOf(hold.captured(), currency.exponent()),
                BigDecimal.valueOf(hold.released(), currency.exponent()),
                currency,
                hold.status().name().toLowerCase(Locale.ROOT),
                hold.description(),
                hold.entries(),
                new TreeMap<>(hold.metadata()),
                hold.version(),
                hold.createdAt(),
                hold.expiresAt());
    }
}
