package finance.flowlet.contract.initiation;

import com.fasterxml.jackson.annotation.JsonInclude;
import finance.flowlet.id.PaymentBatchId;
import java.time.Instant;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A batch as the HTTP API shows it, in the answer that is stored and in every later read.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BatchJson(
        PaymentBatchId id,
        String mode,
        String status,
        Counts counts,
        SortedMap<String, String> metadata,
        long version,
        Instant createdAt,
        @Nullable Instant completedAt) {
    /// Renders `batch`.
    public static BatchJson of(BatchView batch) {
        var counts = batch.counts();
        return new BatchJson(
                batch.id(),
                batch.mode().name().toLowerCase(Locale.ROOT),
                batch.status().name().toLowerCase(Locale.ROOT),
                new Counts(
                        counts.total(),
                        counts.completed(),
                        counts.declined(),
                        counts.requiresAction(),
                        counts.failed(),
                        counts.pending()),
                new TreeMap<>(batch.metadata()),
                batch.version(),
                batch.createdAt(),
                batch.completedAt());
    }

    /// How many items there are, and in which state.
    public record Counts(int total, int completed, int declined, int requiresAction, int failed, int pending) {}
}
