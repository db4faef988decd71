package finance.flowlet.contract.payments;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;

/// Asks what would become of `payment` now, by the same code, without an effect. Its key does not count.
public record PreviewPayment(Pay payment) implements Repeatable {
    public static final Address<PreviewPayment, PaymentReply> ADDRESS =
            new Address<>("payments.preview-payment.v1", PreviewPayment.class, PaymentReply.class);
}
