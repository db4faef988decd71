package finance.flowlet.contract.wallets;

import com.fasterxml.jackson.annotation.JsonInclude;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.UserId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A wallet as the HTTP API shows it: the one place that renders it, so that the answer stored when a
/// wallet was opened and the answer of a later read are the same bytes. Amounts are decimals of the
/// wallet's currency.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WalletJson(
        WalletId id,
        UserId userId,
        Currency currency,
        String type,
        String status,
        @Nullable String freezeDirection,
        Balances balances,
        Capabilities capabilities,
        AccountId ledgerAccountId,
        String limitsProfile,
        SortedMap<String, String> metadata,
        long version,
        Instant createdAt) {
    /// What the wallet holds. `pendingIn` is on its way in over rails that take their time.
    public record Balances(
            BigDecimal available,
            BigDecimal current,
            BigDecimal held,
            BigDecimal pendingIn,
            BigDecimal overdraftLimit) {}

    /// What the wallet can do now.
    public record Capabilities(boolean send, boolean receive, boolean cards) {}

    /// Renders `wallet`.
    public static WalletJson of(WalletView wallet) {
        var freeze = wallet.freeze();
        return new WalletJson(
                wallet.id(),
                wallet.user(),
                wallet.currency(),
                wallet.type().name().toLowerCase(Locale.ROOT),
                wallet.status().name().toLowerCase(Locale.ROOT),
                freeze == null ? null : freeze.name().toLowerCase(Locale.ROOT),
                balances(wallet),
                // Nobody issues cards yet.
                new Capabilities(wallet.sends(), wallet.receives(), false),
                new AccountId(wallet.id().uuid()),
                wallet.limitsProfile().name().toLowerCase(Locale.ROOT),
                new TreeMap<>(wallet.metadata()),
                wallet.version(),
                wallet.createdAt());
    }

    private static Balances balances(WalletView wallet) {
        var exponent = wallet.currency().exponent();
        return new Balances(
                BigDecimal.valueOf(wallet.available(), exponent),
                BigDecimal.valueOf(wallet.current(), exponent),
                BigDecimal.valueOf(wallet.held(), exponent),
                BigDecimal.valueOf(0, exponent),
                BigDecimal.valueOf(wallet.overdraftLimit(), exponent));
    }
}
