package finance.flowlet.payments;

import finance.flowlet.id.PaymentId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;

/// What the event `payment.completed` tells. `amount` is a decimal of `currency`.
record PaymentCompleted(PaymentId paymentId, BigDecimal amount, Currency currency, String status) {
    static final String TYPE = "payment.completed";
}
