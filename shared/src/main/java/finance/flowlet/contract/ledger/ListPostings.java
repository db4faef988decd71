package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.TenantId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists postings, newest first: of one account when `account` is set, else of the tenant. Every filter that is
/// set must hold. `from` is inclusive, `to` exclusive, both on the recorded time; amounts in minor units.
public record ListPostings(
        TenantId tenant,
        @Nullable AccountId account,
        @Nullable EntryId entry,
        @Nullable EntryKind kind,
        @Nullable Side side,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Long minMinorUnits,
        int limit,
        int offset,
        @Nullable Position after)
        implements Repeatable {
    public static final Address<ListPostings, Postings> ADDRESS =
            new Address<>("ledger.list-postings.v1", ListPostings.class, Postings.class);

    /// Where a page ended: the entry, the line within it, and its account version when one account is listed.
    public record Position(EntryId entry, int line, long accountVersion) {}

    public record Postings(List<PostingView> postings) {
        public Postings {
            postings = List.copyOf(postings);
        }
    }
}
