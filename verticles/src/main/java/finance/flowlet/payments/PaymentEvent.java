package finance.flowlet.payments;

import finance.flowlet.contract.payments.PaymentView;
import finance.flowlet.id.PaymentId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.util.Locale;

/// What an event of a payment tells. `amount` is what the change was about, a decimal of `currency`.
record PaymentEvent(PaymentId paymentId, BigDecimal amount, Currency currency, String status) {
    static PaymentEvent of(PaymentView payment, long minorUnits) {
        var currency = payment.money().currency();
        return new PaymentEvent(
                payment.id(),
                BigDecimal.valueOf(minorUnits, currency.exponent()),
                currency,
                payment.status().name().toLowerCase(Locale.ROOT));
    }
}
