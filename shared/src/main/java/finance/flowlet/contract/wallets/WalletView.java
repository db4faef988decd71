package finance.flowlet.contract.wallets;

import finance.flowlet.id.UserId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A wallet with its balances in minor units: `current` is what was posted, `available` what may be spent. `version`
/// counts the changes of the wallet itself, `balanceVersion` the postings to its ledger account. `freeze` is null
/// unless the wallet is frozen.
public record WalletView(
        WalletId id,
        UserId user,
        Currency currency,
        WalletType type,
        WalletStatus status,
        @Nullable FreezeDirection freeze,
        LimitsProfile limitsProfile,
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

    /// Whether money may go out.
    public boolean sends() {
        return status == WalletStatus.ACTIVE || freeze == FreezeDirection.IN;
    }

    /// Whether money may come in.
    public boolean receives() {
        return status == WalletStatus.ACTIVE || freeze == FreezeDirection.OUT;
    }

    public long available() {
        return current - held + overdraftLimit;
    }
}
