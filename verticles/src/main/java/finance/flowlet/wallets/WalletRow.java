package finance.flowlet.wallets;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.BusinessRow;
import finance.flowlet.contract.wallets.WalletView;
import finance.flowlet.id.TenantId;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// A row of `wallets.wallet` as `record_wallets` reads it. `previousVersion` is null for a new wallet; else it is the
/// version on which a change of status was decided.
@JsonNaming(SnakeCaseStrategy.class)
record WalletRow(
        UUID id,
        UUID tenantId,
        UUID userId,
        String currency,
        String type,
        String status,
        Map<String, String> metadata,
        long version,
        @Nullable Long previousVersion,
        Instant createdAt) {
    /// The row of a wallet that is being opened.
    static BusinessRow opened(TenantId tenant, WalletView wallet) {
        return row(tenant, wallet, null);
    }

    /// The row of a wallet that was at `previousVersion` and is now what `wallet` says.
    static BusinessRow changed(TenantId tenant, WalletView wallet, long previousVersion) {
        return row(tenant, wallet, previousVersion);
    }

    private static BusinessRow row(TenantId tenant, WalletView wallet, @Nullable Long previousVersion) {
        var row = new WalletRow(
                wallet.id().uuid(),
                tenant.uuid(),
                wallet.user().uuid(),
                wallet.currency().code(),
                wallet.type().name().toLowerCase(Locale.ROOT),
                wallet.status().name().toLowerCase(Locale.ROOT),
                wallet.metadata(),
                wallet.version(),
                previousVersion,
                wallet.createdAt());
        return new BusinessRow(Post.Table.WALLETS, Wire.text(row));
    }
}
