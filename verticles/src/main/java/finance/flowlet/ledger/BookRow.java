package finance.flowlet.ledger;

import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// A row of `ledger.book` as `record_books` reads it.
@JsonNaming(SnakeCaseStrategy.class)
record BookRow(UUID accountId, UUID tenantId, String description, String openedBy, Instant openedAt) {}
