package finance.flowlet.wallets;

import com.fasterxml.jackson.annotation.JsonInclude;
import finance.flowlet.contract.wallets.WalletJson;
import finance.flowlet.contract.wallets.WalletView;
import finance.flowlet.id.UserId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import org.jspecify.annotations.Nullable;

/// What the events about a wallet itself tell, such as `wallet.created`, `wallet.frozen` and `wallet.closed`.
@JsonInclude(JsonInclude.Include.NON_NULL)
record WalletEvent(
        WalletId walletId,
        UserId userId,
        Currency currency,
        String type,
        String status,
        @Nullable String freezeDirection) {
    static WalletEvent of(WalletView wallet) {
        var json = WalletJson.of(wallet);
        return new WalletEvent(
                json.id(), json.userId(), json.currency(), json.type(), json.status(), json.freezeDirection());
    }
}
