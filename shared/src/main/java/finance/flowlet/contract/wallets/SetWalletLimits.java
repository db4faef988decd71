package finance.flowlet.contract.wallets;

import finance.flowlet.bus.Address;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.LimitRules.Rule;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.util.List;

/// Replaces the limits of a wallet, whose currency is `currency`. No rules: no limits.
public record SetWalletLimits(Caller caller, WalletId wallet, Currency currency, List<Rule> rules) {
    public static final Address<SetWalletLimits, WalletReply> ADDRESS =
            new Address<>("wallets.set-wallet-limits.v1", SetWalletLimits.class, WalletReply.class);

    public SetWalletLimits {
        rules = List.copyOf(rules);
    }
}
