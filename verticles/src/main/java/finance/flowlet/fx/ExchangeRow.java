package finance.flowlet.fx;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.fx.ExchangeView;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.BusinessRow;
import finance.flowlet.id.TenantId;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// A row of `fx.exchange` as `record_exchanges` reads it. Amounts and rate are those of the quote.
@JsonNaming(SnakeCaseStrategy.class)
record ExchangeRow(
        UUID tenantId,
        UUID id,
        UUID quoteId,
        UUID fromWallet,
        UUID toWallet,
        String description,
        UUID entryId,
        Instant createdAt) {
    /// The row of `exchange`, to commit with the money.
    static BusinessRow of(TenantId tenant, ExchangeView exchange) {
        var row = new ExchangeRow(
                tenant.uuid(),
                exchange.id().uuid(),
                exchange.quote().uuid(),
                exchange.from().uuid(),
                exchange.to().uuid(),
                exchange.description(),
                exchange.entry().uuid(),
                exchange.createdAt());
        return BusinessRow.json(Post.Table.EXCHANGES, Wire.text(row));
    }
}
