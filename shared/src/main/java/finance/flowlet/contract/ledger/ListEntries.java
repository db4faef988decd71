package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.TenantId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists journal entries with their postings, newest first; with `entry` set, that one alone.
public record ListEntries(
        TenantId tenant,
        @Nullable EntryId entry,
        @Nullable EntryKind kind,
        @Nullable String reference,
        @Nullable Instant from,
        @Nullable Instant to,
        int limit,
        int offset,
        @Nullable EntryId after)
        implements Repeatable {
    public static final Address<ListEntries, Entries> ADDRESS =
            new Address<>("ledger.list-entries.v1", ListEntries.class, Entries.class);

    /// A journal entry. `writer`, `batch` and `position` say where it stands in which writer's chain.
    public record EntryView(
            EntryId id,
            EntryKind kind,
            String reference,
            String description,
            String actor,
            Instant effectiveAt,
            Instant createdAt,
            String writer,
            long batch,
            int position,
            List<PostingView> postings) {
        public EntryView {
            postings = List.copyOf(postings);
        }
    }

    public record Entries(List<EntryView> entries) {
        public Entries {
            entries = List.copyOf(entries);
        }
    }
}
