package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import java.time.Instant;
import java.util.List;

/// Asks for the trial balance of a tenant: per currency and account class the sums of debits and credits, in one
/// snapshot.
public record TrialBalance(TenantId tenant) implements Repeatable {
    public static final Address<TrialBalance, Balances> ADDRESS =
            new Address<>("ledger.trial-balance.v1", TrialBalance.class, Balances.class);

    /// Sums in minor units.
    public record Row(Currency currency, AccountClass accountClass, long accounts, long debits, long credits) {}

    public record Balances(Instant at, List<Row> rows) {
        public Balances {
            rows = List.copyOf(rows);
        }
    }
}
