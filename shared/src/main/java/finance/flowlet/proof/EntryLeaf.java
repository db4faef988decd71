package finance.flowlet.proof;

import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.TenantId;
import java.time.Instant;
import java.util.List;

/// A journal entry as it is hashed into its batch. Amounts are in minor units.
public record EntryLeaf(
        EntryId id,
        TenantId tenant,
        String kind,
        String reference,
        String description,
        String actor,
        Instant effectiveAt,
        Instant createdAt,
        List<Line> postings) {
    /// One posting: DEBIT or CREDIT, and the credits less debits of the account after it.
    public record Line(
            AccountId account, long accountVersion, String side, long minorUnits, String currency, long balanceAfter) {}

    public EntryLeaf {
        postings = List.copyOf(postings);
    }

    /// The same entry with these postings.
    public EntryLeaf with(List<Line> lines) {
        return new EntryLeaf(id, tenant, kind, reference, description, actor, effectiveAt, createdAt, lines);
    }

    /// What is hashed.
    public byte[] bytes() {
        var leaf = new LeafBytes("entry")
                .field(id.uuid())
                .field(tenant.uuid())
                .field(kind)
                .field(reference)
                .field(description)
                .field(actor)
                .field(effectiveAt)
                .field(createdAt);
        for (var line : postings) {
            leaf.field(line.account().uuid())
                    .field(line.accountVersion())
                    .field(line.side())
                    .field(line.minorUnits())
                    .field(line.currency())
                    .field(line.balanceAfter());
        }
        return leaf.bytes();
    }

    /// The posting on this line by itself.
    public PostingLeaf posting(int line) {
        var posting = postings.get(line);
        return new PostingLeaf(
                id,
                line,
                tenant,
                kind,
                reference,
                description,
                effectiveAt,
                createdAt,
                posting.account(),
                posting.accountVersion(),
                posting.side(),
                posting.minorUnits(),
                posting.currency(),
                posting.balanceAfter());
    }
}
