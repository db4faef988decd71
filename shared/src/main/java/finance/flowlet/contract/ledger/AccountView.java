package finance.flowlet.contract.ledger;

import finance.flowlet.id.AccountId;
import finance.flowlet.id.UserId;
import finance.flowlet.money.Currency;
import org.jspecify.annotations.Nullable;

/// An account as of one moment; all amounts in minor units.
public record AccountView(
        AccountId id,
        String code,
        AccountClass accountClass,
        Currency currency,
        @Nullable UserId owner,
        long postedDebits,
        long postedCredits,
        long held,
        @Nullable Long floor,
        AccountStatus status,
        long version) {
    /// Credits less debits: what a liability account owes.
    public long balance() {
        return postedCredits - postedDebits;
    }
}
