package finance.flowlet.contract.payments;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.DisputeId;
import org.jspecify.annotations.Nullable;

/// Takes a dispute further.
public record ChangeDispute(Caller caller, Post.@Nullable Key key, DisputeId dispute, Change change)
        implements Repeatable {
    public static final Address<ChangeDispute, PaymentReply> ADDRESS =
            new Address<>("payments.change-dispute.v1", ChangeDispute.class, PaymentReply.class);

    @OneOf
    public sealed interface Change {}

    /// What speaks for the payee.
    public record Evidence(String text) implements Change {}

    /// Who was right: `won` is the payee.
    public record Resolve(boolean won) implements Change {}

    @Override
    public boolean repeatable() {
        return key != null;
    }
}
