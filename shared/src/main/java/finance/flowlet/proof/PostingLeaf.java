package finance.flowlet.proof;

import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.TenantId;
import java.time.Instant;

/// One posting as it is hashed when its batch is sealed. It says nothing about the other side of the entry,
/// so the owner of an account can be given proof of his own movement without seeing the balance of anybody
/// else. Amounts are in minor units.
public record PostingLeaf(
        EntryId entry,
        int line,
        TenantId tenant,
        String kind,
        String reference,
        String description,
        Instant effectiveAt,
        Instant createdAt,
        AccountId account,
        long accountVersion,
        String side,
        long minorUnits,
        String currency,
        long balanceAfter) {
    /// What is hashed.
    public byte[] bytes() {
        return new LeafBytes("posting")
                .field(entry.uuid())
                .field(line)
                .field(tenant.uuid())
                .field(kind)
                .field(reference)
                .field(description)
                .field(effectiveAt)
                .field(createdAt)
                .field(account.uuid())
                .field(accountVersion)
                .field(side)
                .field(minorUnits)
                .field(currency)
                .field(balanceAfter)
                .bytes();
    }
}
