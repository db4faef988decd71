package finance.flowlet.contract.fx;

import finance.flowlet.id.EntryId;
import finance.flowlet.id.ExchangeId;
import finance.flowlet.id.QuoteId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Money;
import java.math.BigDecimal;
import java.time.Instant;

/// Money that was changed into another currency: `sell` left the wallet `from`, `buy` reached the wallet
/// `to`, at the `rate` of the quote.
public record ExchangeView(
        ExchangeId id,
        QuoteId quote,
        WalletId from,
        WalletId to,
        Money sell,
        Money buy,
        BigDecimal rate,
        String description,
        EntryId entry,
        Instant createdAt) {}
