package finance.flowlet.wallets;

import finance.flowlet.contract.wallets.WalletJson;
import finance.flowlet.contract.wallets.WalletView;
import finance.flowlet.id.UserId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;

/// What the events `wallet.created`, `wallet.frozen`, `wallet.unfrozen` and `wallet.closed` tell.
record WalletEvent(WalletId walletId, UserId userId, Currency currency, String type, String status) {
    static WalletEvent of(WalletView wallet) {
        var json = WalletJson.of(wallet);
        return new WalletEvent(json.id(), json.userId(), json.currency(), json.type(), json.status());
    }
}
