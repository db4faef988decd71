package finance.flowlet.wallets;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.BusinessRow;
import finance.flowlet.id.EntryId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// A row of `wallets.hold` as `record_holds` reads it. `previousVersion` is null for a new hold. Amounts
/// are minor units.
@JsonNaming(SnakeCaseStrategy.class)
record HoldRow(
        UUID tenantId,
        UUID id,
        UUID walletId,
        @Nullable UUID toWallet,
        long amount,
        long captured,
        long released,
        String currency,
        String status,
        String description,
        Map<String, String> metadata,
        List<UUID> entries,
        long version,
        @Nullable Long previousVersion,
        Instant createdAt,
        Instant expiresAt) {
    /// The row of `hold`, which was at the version before.
    static BusinessRow of(Hold hold) {
        var terms = hold.terms();
        var to = terms.to();
        var row = new HoldRow(
                terms.tenant().uuid(),
                terms.id().uuid(),
                terms.wallet().uuid(),
                to == null ? null : to.uuid(),
                terms.money().minorUnits(),
                hold.captured(),
                hold.released(),
                terms.money().currency().code(),
                hold.status().name().toLowerCase(Locale.ROOT),
                terms.description(),
                terms.metadata(),
                hold.entries().stream().map(EntryId::uuid).toList(),
                hold.version(),
                hold.version() == 1 ? null : hold.version() - 1,
                terms.createdAt(),
                terms.expiresAt());
        return BusinessRow.json(Post.Table.HOLDS, Wire.text(row));
    }
}
