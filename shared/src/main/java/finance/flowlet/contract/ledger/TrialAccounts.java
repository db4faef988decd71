package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for the trial balance account by account, in the order of their codes. `after` is the code of the
/// last account of the page before.
public record TrialAccounts(
        TenantId tenant,
        Instant at,
        Basis basis,
        @Nullable Currency currency,
        @Nullable AccountClass accountClass,
        int limit,
        int offset,
        @Nullable String after)
        implements Repeatable {
    public static final Address<TrialAccounts, Page> ADDRESS =
            new Address<>("ledger.trial-accounts.v1", TrialAccounts.class, Page.class);

    /// Sums in minor units.
    public record Row(
            AccountId account, String code, AccountClass accountClass, Currency currency, long debits, long credits) {
        /// The balance on the side where this class of account normally has it.
        public long onNormalSide() {
            return accountClass.normalSide() == Step.Side.CREDIT ? credits - debits : debits - credits;
        }
    }

    public record Page(Instant at, List<Row> rows) {
        public Page {
            rows = List.copyOf(rows);
        }
    }
}
