package finance.flowlet.gateway;

import finance.flowlet.contract.wallets.WalletJson;
import finance.flowlet.contract.wallets.WalletView;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A wallet's balance as the API shows it. `version` counts the postings that made it. Of a time in the
/// past only what was posted is known: what was held then is not kept.
record BalanceJson(
        WalletId walletId,
        Currency currency,
        @Nullable BigDecimal available,
        BigDecimal current,
        @Nullable BigDecimal held,
        @Nullable BigDecimal pendingIn,
        @Nullable BigDecimal overdraftLimit,
        long version,
        Instant asOf) {
    static BalanceJson of(WalletView wallet, Instant asOf) {
        var balances = WalletJson.of(wallet).balances();
        return new BalanceJson(
                wallet.id(),
                wallet.currency(),
                balances.available(),
                balances.current(),
                balances.held(),
                balances.pendingIn(),
                balances.overdraftLimit(),
                wallet.balanceVersion(),
                asOf);
    }

    /// What was posted to `wallet` until a time in the past.
    static BalanceJson of(WalletView wallet, long balance, long postings, Instant at) {
        return new BalanceJson(
                wallet.id(),
                wallet.currency(),
                null,
                Decimals.of(balance, wallet.currency()),
                null,
                null,
                null,
                postings,
                at);
    }
}
