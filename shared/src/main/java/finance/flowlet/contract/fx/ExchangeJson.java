package finance.flowlet.contract.fx;

import finance.flowlet.id.EntryId;
import finance.flowlet.id.ExchangeId;
import finance.flowlet.id.QuoteId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/// An exchange as the HTTP API shows it: the one place that renders it, so that the answer stored when it
/// was made and the answer of a later read are the same bytes. Amounts are decimals of their currencies,
/// the rate is a text.
public record ExchangeJson(
        ExchangeId id,
        QuoteId quoteId,
        WalletId fromWalletId,
        WalletId toWalletId,
        Currency from,
        Currency to,
        BigDecimal sellAmount,
        BigDecimal buyAmount,
        String rate,
        String description,
        String status,
        List<EntryId> ledgerTransactionIds,
        Instant createdAt) {
    private static final String COMPLETED = "completed";

    /// Renders `exchange`.
    public static ExchangeJson of(ExchangeView exchange) {
        return new ExchangeJson(
                exchange.id(),
                exchange.quote(),
                exchange.from(),
                exchange.to(),
                exchange.sell().currency(),
                exchange.buy().currency(),
                decimal(exchange.sell()),
                decimal(exchange.buy()),
                exchange.rate().stripTrailingZeros().toPlainString(),
                exchange.description(),
                COMPLETED,
                List.of(exchange.entry()),
                exchange.createdAt());
    }

    private static BigDecimal decimal(Money money) {
        return BigDecimal.valueOf(money.minorUnits(), money.currency().exponent());
    }
}
