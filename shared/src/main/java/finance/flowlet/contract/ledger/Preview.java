package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;

/// Judges a command exactly as [Post] would now, by the same code on the same locked rows, and then lets
/// nothing of it stay.
public record Preview(Post command) implements Repeatable {
    public static final Address<Preview, Post.Outcome> ADDRESS =
            new Address<>("ledger.preview.v1", Preview.class, Post.Outcome.class);
}
