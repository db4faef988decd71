package finance.flowlet.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/// The right edge of a growing tree: the few complete subtrees that the next leaves are joined to. It is
/// all that appending needs, however large the tree is.
public final class Frontier {
    private final List<byte[]> hashes = new ArrayList<>();
    private long size;

    /// The edge of a tree of `size` leaves, from the hashes of the complete subtrees of [Span#nodes], left
    /// to right.
    public Frontier(long size, List<byte[]> subtrees) {
        if (Long.bitCount(size) != subtrees.size()) {
            throw new IllegalArgumentException("a tree of " + size + " leaves has other subtrees");
        }
        this.size = size;
        hashes.addAll(subtrees);
    }

    /// The edge of an empty tree.
    public Frontier() {
        this(0, List.of());
    }

    /// Adds a leaf and hands over every subtree that it completes, itself first.
    public void append(byte[] leaf, BiConsumer<Span.Node, byte[]> completed) {
        var hash = leaf;
        var index = size;
        var level = 0;
        completed.accept(new Span.Node(level, index), hash);
        while ((index & 1) == 1) {
            hash = Merkle.node(hashes.removeLast(), hash);
            index >>= 1;
            level++;
            completed.accept(new Span.Node(level, index), hash);
        }
        hashes.add(hash);
        size++;
    }

    public long size() {
        return size;
    }

    /// The root over all leaves so far; at least one.
    public byte[] root() {
        var hash = hashes.getLast();
        for (var i = hashes.size() - 2; i >= 0; i--) {
            hash = Merkle.node(hashes.get(i), hash);
        }
        return hash;
    }
}
