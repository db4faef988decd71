package finance.flowlet.gateway;

import finance.flowlet.contract.wallets.WalletJson;
import finance.flowlet.contract.wallets.WalletView;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.time.Instant;

/// A wallet's balance as the API shows it. `version` counts the postings that made it.
record BalanceJson(
        WalletId walletId,
        Currency currency,
        BigDecimal available,
        BigDecimal current,
        BigDecimal held,
        BigDecimal pendingIn,
        BigDecimal overdraftLimit,
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
}
