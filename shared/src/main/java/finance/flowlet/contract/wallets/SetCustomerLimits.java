package finance.flowlet.contract.wallets;

import finance.flowlet.bus.Address;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.LimitRules.Rule;
import finance.flowlet.id.UserId;
import finance.flowlet.money.Currency;
import java.util.List;

/// Replaces the limits on all wallets of a customer together in one currency. No rules: no limits.
public record SetCustomerLimits(Caller caller, UserId customer, Currency currency, List<Rule> rules) {
    public static final Address<SetCustomerLimits, WalletReply> ADDRESS =
            new Address<>("wallets.set-customer-limits.v1", SetCustomerLimits.class, WalletReply.class);

    public SetCustomerLimits {
        rules = List.copyOf(rules);
    }
}
