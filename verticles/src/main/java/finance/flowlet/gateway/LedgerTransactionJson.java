package finance.flowlet.gateway;

import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.ListEntries.EntryView;
import finance.flowlet.id.EntryId;
import java.time.Instant;
import java.util.List;

/// A journal entry as the API shows it to staff. `chain` says where it stands in which writer's chain.
record LedgerTransactionJson(
        EntryId id,
        EntryKind kind,
        String reference,
        String description,
        String actor,
        Instant effectiveAt,
        Instant createdAt,
        Chain chain,
        List<LedgerEntryJson> postings) {
    record Chain(String writer, long batch, int position) {}

    static LedgerTransactionJson of(EntryView entry) {
        return new LedgerTransactionJson(
                entry.id(),
                entry.kind(),
                entry.reference(),
                entry.description(),
                entry.actor(),
                entry.effectiveAt(),
                entry.createdAt(),
                new Chain(entry.writer(), entry.batch(), entry.position()),
                entry.postings().stream().map(LedgerEntryJson::of).toList());
    }
}
