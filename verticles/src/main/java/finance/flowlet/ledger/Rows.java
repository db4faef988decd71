package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.AccountClass;
import finance.flowlet.contract.ledger.AccountStatus;
import finance.flowlet.contract.ledger.BalanceMonitor;
import finance.flowlet.contract.ledger.LimitWindow;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.MonitorId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.money.Currency;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/// How the ledger's rows are read, and how columns become the arrays that `unnest` turns into rows.
final class Rows {
    /// PostgreSQL's order of ids, in which accounts are locked. [UUID#compareTo] has another: its halves are signed.
    static final Comparator<UUID> LOCK_ORDER = (one, other) -> {
        var high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    };

    private Rows() {}

    static Account account(Row row) {
        var owner = row.getUUID("owner_id");
        return new Account(
                new AccountId(row.getUUID("id")),
                new TenantId(row.getUUID("tenant_id")),
                row.getString("code"),
                AccountClass.valueOf(row.getString("class")),
                Currency.of(row.getString("currency")),
                owner == null ? null : new UserId(owner),
                row.getLong("posted_debits"),
                row.getLong("posted_credits"),
                row.getLong("held"),
                row.getLong("floor"),
                AccountStatus.valueOf(row.getString("status")),
                row.getLong("version"),
                row.getOffsetDateTime("posted_at").toInstant());
    }

    static Hold hold(Row row) {
        return new Hold(
                new HoldId(row.getUUID("id")),
                new TenantId(row.getUUID("tenant_id")),
                new AccountId(row.getUUID("account_id")),
                row.getLong("amount"),
                row.getLong("captured"),
                Hold.Status.valueOf(row.getString("status")),
                row.getOffsetDateTime("expires_at").toInstant(),
                row.getOffsetDateTime("created_at").toInstant());
    }

    static Guard guard(Row row) {
        return new Guard(
                new GuardId(row.getUUID("id")),
                new TenantId(row.getUUID("tenant_id")),
                row.getLong("used"),
                row.getLong("ceiling"));
    }

    static LimitRule rule(Row row) {
        return new LimitRule(
                new TenantId(row.getUUID("tenant_id")),
                row.getUUID("subject"),
                Currency.of(row.getString("currency")),
                LimitWindow.valueOf(row.getString("time_window")),
                row.getLong("max_amount"),
                row.getLong("max_count"));
    }

    static Usage usage(Row row) {
        return new Usage(
                new Usage.Key(
                        row.getUUID("subject"),
                        Currency.of(row.getString("currency")),
                        LimitWindow.valueOf(row.getString("time_window")),
                        row.getOffsetDateTime("starts_at").toInstant()),
                row.getLong("amount"),
                row.getLong("count"));
    }

    static Monitor monitor(Row row) {
        return new Monitor(
                new MonitorId(row.getUUID("id")),
                new AccountId(row.getUUID("account_id")),
                BalanceMonitor.Field.valueOf(row.getString("field")),
                BalanceMonitor.Condition.valueOf(row.getString("condition")),
                row.getLong("amount"),
                row.getLong("crossings"));
    }

    /// One column over `items`.
    static <T, C> C[] column(Collection<T> items, Function<T, C> value, IntFunction<C[]> array) {
        return items.stream().map(value).toArray(array);
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
