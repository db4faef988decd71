package finance.flowlet.proof;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A tree that is grown leaf by leaf, and remembers what is stored of it.
final class Trees {
    private final Map<Span.Node, byte[]> stored = new HashMap<>();
    private final Frontier frontier = new Frontier();

    void append(byte[] leaf) {
        frontier.append(Merkle.leaf(leaf), stored::put);
    }

    Hash root() {
        return Hash.of(frontier.root());
    }

    Hash leaf(long index) {
        return Hash.of(stored(new Span.Node(0, index)));
    }

    List<Hash> inclusion(long index, long size) {
        return hashes(Span.inclusion(index, size));
    }

    List<Hash> consistency(long from, long size) {
        return hashes(Span.consistency(from, size));
    }

    /// The root that the tree had when it was smaller.
    Hash root(long size) {
        return Hash.of(new Span(0, size).hash(this::stored));
    }

    private List<Hash> hashes(List<Span> spans) {
        return spans.stream().map(span -> Hash.of(span.hash(this::stored))).toList();
    }

    private byte[] stored(Span.Node node) {
        return Objects.requireNonNull(stored.get(node));
    }
}
