package finance.flowlet.ledger;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.ledger.JournalView;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Step.Posting;
import finance.flowlet.id.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// A row of `ledger.proposal` as `record_proposals` reads it. `version` 1 is a new one, 2 one that was
/// decided.
@JsonNaming(SnakeCaseStrategy.class)
record ProposalRow(
        UUID entryId,
        UUID tenantId,
        String kind,
        String status,
        String reference,
        String description,
        @Nullable Instant effectiveAt,
        List<Posting> postings,
        @Nullable UUID reverses,
        String requestedBy,
        Instant requestedAt,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable String reason,
        long version) {
    static Post.BusinessRow of(TenantId tenant, JournalView entry, long version) {
        var reverses = entry.reverses();
        var row = new ProposalRow(
                entry.id().uuid(),
                tenant.uuid(),
                entry.kind().name(),
                entry.status().name(),
                entry.reference(),
                entry.description(),
                entry.effectiveAt(),
                entry.postings(),
                reverses == null ? null : reverses.uuid(),
                entry.requestedBy(),
                entry.requestedAt(),
                entry.decidedBy(),
                entry.decidedAt(),
                entry.reason(),
                version);
        return Post.BusinessRow.json(Post.Table.PROPOSALS, Wire.text(row));
    }
}
