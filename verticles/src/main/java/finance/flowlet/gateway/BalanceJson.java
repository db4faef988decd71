package finance.flowlet.gateway;

import finance.flowlet.contract.ledger.AccountView;
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
    /// What the account of a wallet holds now. Nothing is on its way in: no rail of today takes its time.
    static BalanceJson of(WalletId wallet, AccountView account, Instant asOf) {
        var currency = account.currency();
        var floor = account.floor();
        var overdraft = floor == null ? 0 : -floor;
        return new BalanceJson(
                wallet,
                currency,
                Decimals.of(account.balance() - account.held() + overdraft, currency),
                Decimals.of(account.balance(), currency),
                Decimals.of(account.held(), currency),
                Decimals.of(0, currency),
                Decimals.of(overdraft, currency),
                account.version(),
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
