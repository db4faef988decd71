package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.TenantId;
import java.util.List;

/// Asks for accounts of a tenant by id, in one snapshot. An id that is not there is left out of the answer.
public record ReadAccounts(TenantId tenant, List<AccountId> accounts) implements Repeatable {
    public static final Address<ReadAccounts, Accounts> ADDRESS =
            new Address<>("ledger.read-accounts.v1", ReadAccounts.class, Accounts.class);

    public ReadAccounts {
        accounts = List.copyOf(accounts);
    }

    public record Accounts(List<AccountView> accounts) {
        public Accounts {
            accounts = List.copyOf(accounts);
        }
    }
}
