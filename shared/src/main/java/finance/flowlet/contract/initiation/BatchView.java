package finance.flowlet.contract.initiation;

import finance.flowlet.id.PaymentBatchId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A batch as it stands. `version` counts its changes.
public record BatchView(
        PaymentBatchId id,
        BatchMode mode,
        BatchStatus status,
        Counts counts,
        Map<String, String> metadata,
        long version,
        Instant createdAt,
        @Nullable Instant completedAt) {
    public BatchView {
        metadata = Map.copyOf(metadata);
    }

    /// How many items there are, and how many in each final state.
    public record Counts(int total, int completed, int declined, int requiresAction, int failed) {
        /// How many still have to be tried.
        public int pending() {
            return total - completed - declined - requiresAction - failed;
        }
    }
}
