package finance.flowlet.wallets;

import finance.flowlet.contract.wallets.HoldJson;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;

/// What the events `hold.created`, `hold.captured`, `hold.released` and `hold.expired` tell. Amounts are
/// decimals of `currency`.
record HoldEvent(
        HoldId holdId,
        WalletId walletId,
        BigDecimal amount,
        BigDecimal captured,
        BigDecimal released,
        Currency currency,
        String status) {
    static HoldEvent of(HoldJson hold) {
        return new HoldEvent(
                hold.id(),
                hold.walletId(),
                hold.amount(),
                hold.captured(),
                hold.released(),
                hold.currency(),
                hold.status());
    }
}
