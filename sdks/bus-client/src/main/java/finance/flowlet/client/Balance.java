package finance.flowlet.client;

import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.time.Instant;

/// What a wallet holds. `available` is `current` less what is held, plus the overdraft; `version` counts the
/// postings that made it.
public record Balance(
        WalletId walletId,
        Currency currency,
        BigDecimal available,
        BigDecimal current,
        BigDecimal held,
        long version,
        Instant asOf) {}
