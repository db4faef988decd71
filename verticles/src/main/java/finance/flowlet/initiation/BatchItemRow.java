package finance.flowlet.initiation;

import com.fasterxml.jackson.annotation.JsonValue;
import finance.flowlet.contract.initiation.BatchItem;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// An item as it is written, together with all others of its batch. `amount` is in minor units.
@JsonNaming(SnakeCaseStrategy.class)
record BatchItemRow(
        int index,
        @Nullable UUID chosenId,
        UUID fromWallet,
        UUID toWallet,
        long amount,
        String currency,
        String description,
        @Nullable String externalReference,
        Map<String, String> metadata) {
    static BatchItemRow of(int index, BatchItem item) {
        var chosen = item.id();
        return new BatchItemRow(
                index,
                chosen == null ? null : chosen.uuid(),
                item.from().uuid(),
                item.to().uuid(),
                item.money().minorUnits(),
                item.money().currency().code(),
                item.description(),
                item.externalReference(),
                item.metadata());
    }

    /// The rows as one JSON array.
    record All(@JsonValue List<BatchItemRow> rows) {}
}
