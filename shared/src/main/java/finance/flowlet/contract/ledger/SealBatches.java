package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;

/// Seals what was committed: appends new batches to the tree and signs a checkpoint over it. The ledger
/// does this by itself all the time; whoever cannot wait asks.
public record SealBatches() {
    public static final Address<SealBatches, Sealed> ADDRESS =
            new Address<>("ledger.seal-batches.v1", SealBatches.class, Sealed.class);

    /// How many batches were added, and whether some are left for the next round.
    public record Sealed(long batches, boolean more) {}
}
