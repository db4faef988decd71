package finance.flowlet.contract.payments;

import com.fasterxml.jackson.annotation.JsonInclude;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/// What would become of a payment, as the HTTP API shows it. `amountDebited` is what the sender would be
/// charged with its fees, in `currency`; `amountReceived` what the recipient would have after its own, in
/// `receivedCurrency`.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PaymentPreviewJson(
        String status,
        String captureMethod,
        BigDecimal amount,
        Currency currency,
        List<PaymentJson.Fee> fees,
        BigDecimal amountDebited,
        BigDecimal amountReceived,
        Currency receivedCurrency) {
    /// Renders a payment as it would be, with the fee of all of it and with `received`, in minor units,
    /// before any fee of the recipient's.
    public static PaymentPreviewJson of(
            PaymentView payment, List<PaymentView.Fee> fees, long received, Currency receivedCurrency) {
        var currency = payment.money().currency();
        var bySender = sum(fees, FeePayer.SENDER);
        var byRecipient = sum(fees, FeePayer.RECIPIENT);
        return new PaymentPreviewJson(
                payment.status().name().toLowerCase(Locale.ROOT),
                payment.captureMethod().name().toLowerCase(Locale.ROOT),
                decimal(payment.money().minorUnits(), currency),
                currency,
                fees.stream().map(fee -> PaymentJson.Fee.of(fee, currency)).toList(),
                decimal(Math.addExact(payment.money().minorUnits(), bySender), currency),
                decimal(received - byRecipient, receivedCurrency),
                receivedCurrency);
    }

    private static long sum(List<PaymentView.Fee> fees, FeePayer payer) {
        return fees.stream()
                .filter(fee -> fee.payer() == payer)
                .mapToLong(PaymentView.Fee::minorUnits)
                .sum();
    }

    private static BigDecimal decimal(long minorUnits, Currency currency) {
        return BigDecimal.valueOf(minorUnits, currency.exponent());
    }
}
