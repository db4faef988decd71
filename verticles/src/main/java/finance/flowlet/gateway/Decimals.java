package finance.flowlet.gateway;

import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import java.math.BigDecimal;

/// Amounts in replies. A `BigDecimal` keeps its scale and is written plain, so 100 dollars is `100.00` and 100
/// yen `100`.
final class Decimals {
    private Decimals() {}

    static BigDecimal of(Money money) {
        return of(money.minorUnits(), money.currency());
    }

    static BigDecimal of(long minorUnits, Currency currency) {
        return BigDecimal.valueOf(minorUnits, currency.exponent());
    }
}
