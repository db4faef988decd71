package finance.flowlet.wallets;

import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// A row of `wallets.transfer` as `record_transfers` reads it. `amount` is in minor units.
@JsonNaming(SnakeCaseStrategy.class)
record TransferRow(
        UUID id,
        UUID tenantId,
        UUID walletId,
        String direction,
        String rail,
        long amount,
        String currency,
        String status,
        String description,
        UUID entryId,
        Instant createdAt) {}
