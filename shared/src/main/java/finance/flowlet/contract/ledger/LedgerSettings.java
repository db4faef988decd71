package finance.flowlet.contract.ledger;

import finance.flowlet.money.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a tenant's finance staff agreed on. An entry with more than one of `approvalAbove` on its debit
/// side needs a second person. `version` 0 is the beginning, when nothing had been set.
public record LedgerSettings(
        List<Money> approvalAbove,
        long version,
        @Nullable String changedBy,
        @Nullable Instant changedAt) {
    public LedgerSettings {
        approvalAbove = List.copyOf(approvalAbove);
    }
}
