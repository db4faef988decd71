package finance.flowlet.contract.wallets;

import finance.flowlet.id.UserId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.time.Instant;
import java.util.Map;

/// A wallet with its balances in minor units: `current` is what was posted, `available` what may be spent. `version`
/// counts the changes of the wallet itself, `balanceVersion` the postings to its ledger account.
public record WalletView(
        WalletId id,
        UserId user,
        Currency currency,
        WalletType type,
        WalletStatus status,
        long current,
        long held,
        long overdraftLimit,
        Map<String, String> metadata,
        long version,
        long balanceVersion,
        Instant createdAt) {
    public WalletView {
        metadata = Map.copyOf(metadata);
    }

    public long available() {
        return current - held + overdraftLimit;
    }
}
