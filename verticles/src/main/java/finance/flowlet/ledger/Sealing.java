package finance.flowlet.ledger;

import finance.flowlet.ledger.Decision.Entry;
import finance.flowlet.proof.BatchLeaf;
import finance.flowlet.proof.EntryLeaf;
import finance.flowlet.proof.Hash;
import finance.flowlet.proof.Merkle;
import finance.flowlet.proof.PostingLeaf;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What a batch becomes when it is sealed: a leaf of the tree, over its own root and a second one over its
/// postings.
final class Sealing {
    private Sealing() {}

    /// The leaf of a batch with this root, which was recorded at `at`.
    static BatchLeaf leaf(UUID writer, long number, byte[] root, List<Entry> entries, Instant at) {
        return leaf(writer, number, root, entries.size(), hashes(postings(leaves(entries, at))));
    }

    /// The same of so many entries with the hashes of their postings.
    static BatchLeaf leaf(UUID writer, long number, byte[] root, int entries, List<byte[]> postings) {
        return new BatchLeaf(
                writer,
                number,
                Hash.of(root),
                // The header is the first leaf of every batch.
                entries + 1L,
                Hash.of(Merkle.rootOf(postings)),
                postings.size());
    }

    static List<EntryLeaf> leaves(List<Entry> entries, Instant at) {
        return entries.stream().map(entry -> Leaf.of(entry, at)).toList();
    }

    /// All postings of a batch in their order.
    static List<PostingLeaf> postings(List<EntryLeaf> entries) {
        return entries.stream()
                .flatMap(entry -> IntStream.range(0, entry.postings().size()).mapToObj(entry::posting))
                .toList();
    }

    static List<byte[]> hashes(List<PostingLeaf> postings) {
        return postings.stream().map(posting -> Merkle.leaf(posting.bytes())).toList();
    }

    /// The hashes that the batch's own root is over.
    static List<byte[]> hashes(byte[] header, List<EntryLeaf> entries) {
        return Stream.concat(Stream.of(header), entries.stream().map(EntryLeaf::bytes))
                .map(Merkle::leaf)
                .toList();
    }
}
