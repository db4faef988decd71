package finance.flowlet.fx;

import finance.flowlet.id.ExchangeId;
import finance.flowlet.id.QuoteId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;

/// What the event `fx.exchange.completed` tells. The amounts are decimals of their currencies, the rate is
/// a text.
record ExchangeCompleted(
        ExchangeId exchangeId,
        QuoteId quoteId,
        Currency from,
        Currency to,
        BigDecimal sellAmount,
        BigDecimal buyAmount,
        String rate,
        String status) {
    static final String TYPE = "fx.exchange.completed";
}
