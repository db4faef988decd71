package finance.flowlet.gateway;

import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.FindReversals.Reversal;
import finance.flowlet.contract.ledger.FindReversals.Reversals;
import finance.flowlet.contract.ledger.JournalJson;
import finance.flowlet.contract.ledger.JournalStatus;
import finance.flowlet.contract.ledger.ListEntries.EntryView;
import finance.flowlet.id.EntryId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A journal entry in the books as the API shows it to staff. `chain` says where it stands in which
/// writer's chain. One that waited for a second person also says who decided on it.
record LedgerTransactionJson(
        EntryId id,
        EntryKind kind,
        JournalStatus status,
        String reference,
        String description,
        String actor,
        Instant effectiveAt,
        Instant createdAt,
        @Nullable Instant requestedAt,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable EntryId reversesId,
        @Nullable EntryId reversedById,
        Chain chain,
        List<LedgerEntryJson> postings) {
    record Chain(String writer, long batch, int position) {}

    /// `reversals` names what reversed the entry, if anything did; `proposal` is what it was before it was
    /// posted.
    static LedgerTransactionJson of(EntryView entry, Reversals reversals, @Nullable JournalJson proposal) {
        return new LedgerTransactionJson(
                entry.id(),
                entry.kind(),
                JournalStatus.POSTED,
                entry.reference(),
                entry.description(),
                entry.actor(),
                entry.effectiveAt(),
                entry.createdAt(),
                proposal == null ? null : proposal.requestedAt(),
                proposal == null ? null : proposal.decidedBy(),
                proposal == null ? null : proposal.decidedAt(),
                reversed(entry),
                reversals.reversals().stream()
                        .filter(reversal -> reversal.entry().equals(entry.id()))
                        .findFirst()
                        .map(Reversal::reversedBy)
                        .orElse(null),
                new Chain(entry.writer(), entry.batch(), entry.position()),
                entry.postings().stream().map(LedgerEntryJson::of).toList());
    }

    /// A reversal by staff refers to the entry it undoes; others may refer to what they like.
    private static @Nullable EntryId reversed(EntryView entry) {
        var reference = entry.reference();
        return entry.kind() == EntryKind.REVERSAL && reference.startsWith(EntryId.PREFIX + "_")
                ? EntryId.parse(reference)
                : null;
    }
}
