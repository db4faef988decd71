package finance.flowlet.contract.ledger;

import finance.flowlet.contract.ledger.Step.Posting;
import finance.flowlet.id.EntryId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A journal entry as finance staff asked for it, which may wait for a second person. Without `effectiveAt` it takes
/// effect when it is posted. `reverses` is the entry it undoes; `reason` is what whoever decided said.
public record JournalView(
        EntryId id,
        EntryKind kind,
        JournalStatus status,
        String reference,
        String description,
        @Nullable Instant effectiveAt,
        List<Posting> postings,
        @Nullable EntryId reverses,
        String requestedBy,
        Instant requestedAt,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable String reason) {
    public JournalView {
        postings = List.copyOf(postings);
    }

    /// The same entry after somebody decided on it; it takes effect at `effect`.
    public JournalView decided(
            JournalStatus next, String by, Instant at, @Nullable Instant effect, @Nullable String why) {
        return new JournalView(
                id,
                kind,
                next,
                reference,
                description,
                effect,
                postings,
                reverses,
                requestedBy,
                requestedAt,
                by,
                at,
                why);
    }
}
