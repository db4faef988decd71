package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.bus.Repeatable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Reads the checkpoint of this tree size, or the latest.
public record ReadCheckpoint(@Nullable Long treeSize) implements Repeatable {
    public static final Address<ReadCheckpoint, Outcome> ADDRESS =
            new Address<>("ledger.read-checkpoint.v1", ReadCheckpoint.class, Outcome.class);

    @OneOf
    public sealed interface Outcome {}

    /// `note` is what was signed, with its signature; the rest repeats what it says. `rootHash` is base64.
    public record Found(long treeSize, String rootHash, Instant signedAt, String keyId, String note)
            implements Outcome {}

    public record None() implements Outcome {}
}
