package finance.flowlet.contract.fx;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.BusinessRow;
import finance.flowlet.id.TenantId;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// That a quote was used, and by what: the row that commits beside [ExchangeSteps], whoever posts them. The
/// guard among the steps is what lets it happen once; the row is what a reader of the quote sees of it.
@JsonNaming(SnakeCaseStrategy.class)
public record QuoteUse(UUID tenantId, UUID quoteId, String usedBy, Instant usedAt) {
    /// The row of `quote`, used by the exchange or payment `usedBy` (`fxe_...`, `pay_...`).
    public static BusinessRow row(TenantId tenant, QuoteView quote, String usedBy, Instant at) {
        var use = new QuoteUse(tenant.uuid(), quote.id().uuid(), usedBy, at);
        return BusinessRow.json(Post.Table.QUOTE_USES, Wire.text(use));
    }
}
