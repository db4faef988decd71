package finance.flowlet.wallets;

import finance.flowlet.contract.ledger.AccountView;
import finance.flowlet.contract.wallets.WalletStatus;
import finance.flowlet.contract.wallets.WalletType;
import finance.flowlet.contract.wallets.WalletView;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.UserId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.time.Instant;
import java.util.Map;

/// A wallet as this domain stores it. What it holds, the ledger knows.
record Wallet(
        WalletId id,
        UserId user,
        Currency currency,
        WalletType type,
        WalletStatus status,
        Map<String, String> metadata,
        long version,
        Instant createdAt) {
    AccountId account() {
        return new AccountId(id.uuid());
    }

    /// The wallet after a change of its status.
    Wallet changedTo(WalletStatus next) {
        return new Wallet(id, user, currency, type, next, metadata, version + 1, createdAt);
    }

    /// The wallet before anything was posted.
    WalletView empty() {
        return view(0, 0, 0, 0);
    }

    /// The wallet with what its account says.
    WalletView with(AccountView account) {
        var floor = account.floor();
        return view(account.balance(), account.held(), floor == null ? 0 : -floor, account.version());
    }

    private WalletView view(long current, long held, long overdraftLimit, long balanceVersion) {
        return new WalletView(
                id,
                user,
                currency,
                type,
                status,
                current,
                held,
                overdraftLimit,
                metadata,
                version,
                balanceVersion,
                createdAt);
    }
}
