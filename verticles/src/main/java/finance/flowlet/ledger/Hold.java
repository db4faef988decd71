package finance.flowlet.ledger;

import finance.flowlet.id.AccountId;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.TenantId;
import java.time.Instant;

/// Reserved funds. A hold that is no longer active never changes again.
record Hold(
        HoldId id,
        TenantId tenant,
        AccountId account,
        long amount,
        long captured,
        Status status,
        Instant expiresAt,
        Instant createdAt) {
    enum Status {
        ACTIVE,
        CAPTURED,
        VOIDED,
        EXPIRED
    }

    /// What it still reserves.
    long remaining() {
        return status == Status.ACTIVE ? amount - captured : 0;
    }

    Hold capture(long more, boolean last) {
        var sum = captured + more;
        return new Hold(
                id,
                tenant,
                account,
                amount,
                sum,
                last || sum == amount ? Status.CAPTURED : Status.ACTIVE,
                expiresAt,
                createdAt);
    }

    Hold end(Status how) {
        return new Hold(id, tenant, account, amount, captured, how, expiresAt, createdAt);
    }
}
