package finance.flowlet.wallets;

import finance.flowlet.id.AccountId;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import java.util.Locale;

/// A way for money to enter and leave, such as a bank transfer scheme. Whatever it does outside, inside it has a
/// contra account per currency, whose balance says how much of the wallets' money lies there.
interface Rail {
    /// How clients name it.
    String name();

    /// What the journal calls its contra account.
    default String accountCode(Currency currency) {
        return "external:" + name().toLowerCase(Locale.ROOT) + ":" + currency;
    }

    /// The contra account of one tenant: everybody who needs it arrives at the same id.
    default AccountId account(TenantId tenant, Currency currency) {
        return new AccountId(NameBasedId.of(tenant.uuid(), accountCode(currency)));
    }
}
