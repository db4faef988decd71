package finance.flowlet.contract.ledger;

import finance.flowlet.contract.ledger.Step.Posting;
import finance.flowlet.id.EntryId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A journal entry as finance staff asked for it, which may wait for a second person. Without `effectiveAt`
/// it takes effect when it is posted. `reverses` is the entry it undoes; `reason` is what whoever decided
/// said.
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

    /// The same entry, posted by whoever asked for it: it takes effect then, if nothing else was said.
    public JournalView posted() {
        return with(JournalStatus.POSTED, effectiveAt == null ? requestedAt : effectiveAt, null, null, null);
    }

    /// The same entry after a second person agreed; it takes effect then, if nothing else was said.
    public JournalView approved(String by, Instant at) {
        return with(JournalStatus.POSTED, effectiveAt == null ? at : effectiveAt, by, at, null);
    }

    /// The same entry after somebody said no.
    public JournalView rejected(String by, Instant at, String why) {
        return with(JournalStatus.REJECTED, effectiveAt, by, at, why);
    }

    private JournalView with(
            JournalStatus next,
            @Nullable Instant effect,
            @Nullable String by,
            @Nullable Instant at,
            @Nullable String why) {
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
