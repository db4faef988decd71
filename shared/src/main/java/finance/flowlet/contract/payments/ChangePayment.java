package finance.flowlet.contract.payments;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.PaymentId;
import org.jspecify.annotations.Nullable;

/// Takes a payment further. Amounts are minor units of its currency; without one, all that is left.
public record ChangePayment(Caller caller, Post.@Nullable Key key, PaymentId payment, Change change)
        implements Repeatable {
    public static final Address<ChangePayment, PaymentReply> ADDRESS =
            new Address<>("payments.change-payment.v1", ChangePayment.class, PaymentReply.class);

    @OneOf
    public sealed interface Change {}

    /// Takes reserved money; `last` gives the rest back to the payer.
    public record Capture(@Nullable Long minorUnits, boolean last) implements Change {}

    /// Gives up what has not been captured yet.
    public record Cancel() implements Change {}

    /// Lets a payment go ahead that waits for a second person.
    public record Confirm() implements Change {}

    /// Gives money back to the payer.
    public record Refund(@Nullable Long minorUnits, String reason) implements Change {}

    /// Takes contested money from the payee into suspense.
    public record Contest(@Nullable Long minorUnits, String reason) implements Change {}

    @Override
    public boolean repeatable() {
        return key != null;
    }
}
