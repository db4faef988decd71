package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.bus.Repeatable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for proof that the tree of `to` leaves (or the latest) begins with that of `from` leaves: that
/// nothing was rewritten between two checkpoints (RFC 9162, section 2.1.4).
public record ProveConsistency(long from, @Nullable Long to) implements Repeatable {
    public static final Address<ProveConsistency, Outcome> ADDRESS =
            new Address<>("ledger.prove-consistency.v1", ProveConsistency.class, Outcome.class);

    @OneOf
    public sealed interface Outcome {}

    /// Hashes in base64.
    public record Proven(long from, long to, String fromRoot, String toRoot, List<String> path) implements Outcome {
        public Proven {
            path = List.copyOf(path);
        }
    }

    /// One of the two was never signed.
    public record NoCheckpoint() implements Outcome {}
}
