package finance.flowlet.reconciliation;

import finance.flowlet.contract.auth.Caller;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.ReconciliationId;
import finance.flowlet.money.Currency;
import java.time.Instant;

/// A reconciliation apart from what it found.
record Run(
        ReconciliationId id,
        Caller caller,
        String source,
        AccountId account,
        Currency currency,
        String format,
        String fileSha256,
        Instant createdAt) {}
