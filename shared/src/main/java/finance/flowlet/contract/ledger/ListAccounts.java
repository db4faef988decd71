package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import org.jspecify.annotations.Nullable;

/// Lists a tenant's accounts, newest first. `after` is the last account of the page before.
public record ListAccounts(
        TenantId tenant,
        @Nullable Currency currency,
        @Nullable AccountClass accountClass,
        @Nullable String code,
        int limit,
        int offset,
        @Nullable AccountId after)
        implements Repeatable {
    public static final Address<ListAccounts, ReadAccounts.Accounts> ADDRESS =
            new Address<>("ledger.list-accounts.v1", ListAccounts.class, ReadAccounts.Accounts.class);
}
