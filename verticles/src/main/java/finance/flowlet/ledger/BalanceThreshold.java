package finance.flowlet.ledger;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.EventId;
import finance.flowlet.id.MonitorId;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.util.Locale;

/// What the event `wallet.balance_threshold` tells. Amounts are decimals of `currency`.
record BalanceThreshold(
        MonitorId monitorId,
        WalletId walletId,
        String field,
        String condition,
        BigDecimal amount,
        BigDecimal balance,
        Currency currency) {
    private static final String TYPE = "wallet.balance_threshold";

    /// The event of a monitor that has just told its latest crossing. Its id follows from the crossing: the
    /// kernel draws no random numbers.
    static Post.Event event(Monitor monitor, Account state) {
        var currency = state.currency();
        var fact = new BalanceThreshold(
                monitor.id(),
                new WalletId(state.id().uuid()),
                monitor.field().name().toLowerCase(Locale.ROOT),
                monitor.condition().name().toLowerCase(Locale.ROOT),
                BigDecimal.valueOf(monitor.amount(), currency.exponent()),
                BigDecimal.valueOf(monitor.watched(state), currency.exponent()),
                currency);
        var id = new EventId(NameBasedId.of(monitor.id().uuid(), "crossing:" + monitor.crossings()));
        return new Post.Event(id, TYPE, monitor.id().toString(), monitor.crossings(), Wire.text(fact));
    }
}
