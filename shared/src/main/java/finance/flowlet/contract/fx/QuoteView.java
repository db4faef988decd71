package finance.flowlet.contract.fx;

import finance.flowlet.id.QuoteId;
import finance.flowlet.money.Money;
import java.math.BigDecimal;
import java.time.Instant;

/// A rate that is promised until `expiresAt`: `sell` is what leaves the customer, `buy` what the customer receives,
/// both rounded to minor units in the business's favour. `residual` is what rounding left over, in minor units of
/// the currency that is bought; it belongs to `rounding:{ccy}`. `rate` is units of `buy` for one unit of `sell`.
public record QuoteView(
        QuoteId id, Money sell, Money buy, long residual, BigDecimal rate, Instant createdAt, Instant expiresAt) {}
