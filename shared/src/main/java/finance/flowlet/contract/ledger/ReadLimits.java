package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Asks what limits the subjects have, and how much of them is used in the current windows. A subject is an
/// account or an owner, by its 128 bits.
public record ReadLimits(TenantId tenant, List<UUID> subjects) implements Repeatable {
    public static final Address<ReadLimits, Limits> ADDRESS =
            new Address<>("ledger.read-limits.v1", ReadLimits.class, Limits.class);

    public ReadLimits {
        subjects = List.copyOf(subjects);
    }

    /// Amounts in minor units; a maximum that is null is none. `resetsAt` is null for `TRANSACTION`.
    public record Limit(
            UUID subject,
            Currency currency,
            LimitWindow window,
            @Nullable Long maxAmount,
            @Nullable Long maxCount,
            long usedAmount,
            long usedCount,
            @Nullable Instant resetsAt) {}

    public record Limits(List<Limit> limits) {
        public Limits {
            limits = List.copyOf(limits);
        }
    }
}
