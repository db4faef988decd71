package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.LimitWindow;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A ceiling on what leaves the accounts of `subject`, which is one account or one owner. Null is no
/// ceiling.
record LimitRule(
        TenantId tenant,
        UUID subject,
        Currency currency,
        LimitWindow window,
        @Nullable Long maxAmount,
        @Nullable Long maxCount) {
    /// The count that `at` falls into.
    Usage.Key usage(Instant at) {
        var start = window.start(at);
        return new Usage.Key(subject, currency, window, start == null ? Instant.EPOCH : start);
    }
}
