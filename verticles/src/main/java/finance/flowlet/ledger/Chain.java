package finance.flowlet.ledger;

import finance.flowlet.ledger.Decision.Entry;
import finance.flowlet.proof.BatchLeaf;
import finance.flowlet.proof.Merkle;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// The head of a writer's chain of batches: how many there are, and the last one as the tree will seal it.
/// Immutable; the next head counts only once its batch is committed.
final class Chain {
    private static final byte[] NOTHING = new byte[32];
    private final BatchLeaf last;

    private Chain(BatchLeaf last) {
        this.last = last;
    }

    /// The chain of a writer that has committed nothing; what its first batch names as its predecessor is
    /// 32 zero bytes.
    static Chain start(UUID writer) {
        return at(writer, 0, NOTHING);
    }

    /// A head as it was stored.
    static Chain at(UUID writer, long number, byte[] root) {
        return new Chain(Sealing.leaf(writer, number, root, 0, List.of()));
    }

    /// The head after one more batch: the Merkle root over its header and its entries.
    Chain next(List<Entry> entries, String events, Instant at) {
        var leaves = Sealing.leaves(entries, at);
        var header = Leaf.header(writer(), number() + 1, root(), at, events);
        var root = Merkle.rootOf(Sealing.hashes(header, leaves));
        var postings = Sealing.hashes(Sealing.postings(leaves));
        return new Chain(Sealing.leaf(writer(), number() + 1, root, entries.size(), postings));
    }

    UUID writer() {
        return last.writer();
    }

    long number() {
        return last.number();
    }

    byte[] root() {
        return last.root().bytes();
    }

    /// How many postings the last batch has.
    long postings() {
        return last.postings();
    }

    /// The Merkle root over the postings of the last batch.
    byte[] postingsRoot() {
        return last.postingsRoot().bytes();
    }
}
