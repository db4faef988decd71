package finance.flowlet.wallets;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.BusinessRow;
import finance.flowlet.id.TenantId;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// A row of `wallets.wallet` as `record_wallets` reads it. `previousVersion` is null for a new wallet; else
/// it is the version on which the change was decided.
@JsonNaming(SnakeCaseStrategy.class)
record WalletRow(
        UUID id,
        UUID tenantId,
        UUID userId,
        String currency,
        String type,
        String status,
        @Nullable String frozen,
        String limitsProfile,
        Map<String, String> metadata,
        long version,
        long changes,
        @Nullable Long previousVersion,
        Instant createdAt) {
    /// The row of a wallet that is being opened.
    static BusinessRow opened(TenantId tenant, Wallet wallet) {
        return row(tenant, wallet, null);
    }

    /// The row of a wallet that was at the version before and is now what `wallet` says.
    static BusinessRow changed(TenantId tenant, Wallet wallet) {
        return row(tenant, wallet, wallet.version() - 1);
    }

    private static BusinessRow row(TenantId tenant, Wallet wallet, @Nullable Long previousVersion) {
        var freeze = wallet.freeze();
        var row = new WalletRow(
                wallet.id().uuid(),
                tenant.uuid(),
                wallet.user().uuid(),
                wallet.currency().code(),
                word(wallet.type()),
                word(wallet.status()),
                freeze == null ? null : word(freeze),
                word(wallet.limitsProfile()),
                wallet.metadata(),
                wallet.version(),
                wallet.changes(),
                previousVersion,
                wallet.createdAt());
        return BusinessRow.json(Post.Table.WALLETS, Wire.text(row));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
