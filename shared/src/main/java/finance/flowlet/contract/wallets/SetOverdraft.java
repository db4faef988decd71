package finance.flowlet.contract.wallets;

import finance.flowlet.bus.Address;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Money;

/// Lets a wallet fall to `limit` below zero; a limit of zero takes the overdraft away.
public record SetOverdraft(Caller caller, WalletId wallet, Money limit) {
    public static final Address<SetOverdraft, WalletReply> ADDRESS =
            new Address<>("wallets.set-overdraft.v1", SetOverdraft.class, WalletReply.class);
}
