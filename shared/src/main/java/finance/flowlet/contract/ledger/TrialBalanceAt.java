package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.ledger.TrialBalance.Balances;
import finance.flowlet.id.TenantId;
import java.time.Instant;

/// Asks for the trial balance as it was when `at` had passed; entries of that very moment count (see
/// [BalanceAt]).
public record TrialBalanceAt(TenantId tenant, Instant at, Basis basis) implements Repeatable {
    public static final Address<TrialBalanceAt, Balances> ADDRESS =
            new Address<>("ledger.trial-balance-at.v1", TrialBalanceAt.class, Balances.class);
}
