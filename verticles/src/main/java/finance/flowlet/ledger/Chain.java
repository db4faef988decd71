package finance.flowlet.ledger;

import finance.flowlet.ledger.Decision.Entry;
import finance.flowlet.proof.Merkle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// The head of a writer's chain of batches: how many there are, and the root of the last. Immutable; the
/// next head counts only once its batch is committed.
final class Chain {
    private static final byte[] NOTHING = new byte[32];
    private final UUID writer;
    private final long number;
    private final byte[] root;

    private Chain(UUID writer, long number, byte[] root) {
        this.writer = writer;
        this.number = number;
        this.root = root;
    }

    /// The chain of a writer that has committed nothing; what its first batch names as its predecessor is
    /// 32 zero bytes.
    static Chain start(UUID writer) {
        return new Chain(writer, 0, NOTHING);
    }

    /// A head as it was stored.
    static Chain at(UUID writer, long number, byte[] root) {
        return new Chain(writer, number, root.clone());
    }

    /// The head after one more batch: the Merkle root over its header and its entries.
    Chain next(List<Entry> entries, String events, Instant at) {
        var leaves = new ArrayList<byte[]>(entries.size() + 1);
        leaves.add(Leaf.header(writer, number + 1, root, at, events));
        entries.forEach(entry -> leaves.add(Leaf.of(entry, at).bytes()));
        return new Chain(writer, number + 1, Merkle.root(leaves));
    }

    UUID writer() {
        return writer;
    }

    long number() {
        return number;
    }

    byte[] root() {
        return root.clone();
    }
}
