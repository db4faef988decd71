package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Wire;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.MonitorId;
import finance.flowlet.id.TenantId;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// A watch on an account's balance, as a row that commits with a command: the ledger tells
/// `wallet.balance_threshold` whenever a command takes the balance across `minorUnits`. Recording it again
/// with `active` false ends it.
public record BalanceMonitor(
        MonitorId id,
        TenantId tenant,
        AccountId account,
        Field field,
        Condition condition,
        long minorUnits,
        boolean active,
        Instant createdAt) {
    /// Which balance is watched: all of it, or what may be spent (without holds, with the overdraft).
    public enum Field {
        CURRENT,
        AVAILABLE
    }

    /// Which crossing is told: to below the amount, or to above it.
    public enum Condition {
        BELOW,
        ABOVE
    }

    @JsonNaming(SnakeCaseStrategy.class)
    private record Row(
            UUID id,
            UUID tenantId,
            UUID accountId,
            Field field,
            Condition condition,
            long amount,
            boolean active,
            Instant createdAt) {}

    /// The row to let commit.
    public Post.BusinessRow row() {
        var row = new Row(id.uuid(), tenant.uuid(), account.uuid(), field, condition, minorUnits, active, createdAt);
        return Post.BusinessRow.json(Post.Table.MONITORS, Wire.text(row));
    }
}
