package finance.flowlet.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The leaves from `begin` to before `end`: what one hash of a proof stands for. A span that occurs in a
/// tree is the union of a few complete subtrees, and only those are ever stored, because they never change
/// again.
public record Span(long begin, long end) {
    /// A complete subtree: 2^level leaves, the first of them at index * 2^level.
    public record Node(int level, long index) {}

    public Span {
        if (begin < 0 || end <= begin) {
            throw new IllegalArgumentException("no leaves from " + begin + " to " + end);
        }
    }

    /// The path from leaf `index` to the root of the tree of the first `size` leaves, leaf first: RFC 9162, section
    /// 2.1.3.1.
    public static List<Span> inclusion(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("no leaf " + index + " among " + size);
        }
        var path = new ArrayList<Span>();
        var begin = 0L;
        var end = size;
        while (end - begin > 1) {
            var middle = begin + Merkle.split(end - begin);
            if (index < middle) {
                path.addFirst(new Span(middle, end));
                end = middle;
            } else {
                path.addFirst(new Span(begin, middle));
                begin = middle;
            }
        }
        return path;
    }

    /// What shows that the tree of the first `size` leaves begins with that of the first `from`: RFC 9162, section
    /// 2.1.4.1. Nothing when both are the same.
    public static List<Span> consistency(long from, long size) {
        if (from < 1 || from > size) {
            throw new IllegalArgumentException("no tree of " + from + " leaves within one of " + size);
        }
        var path = new ArrayList<Span>();
        var begin = 0L;
        var end = size;
        while (from != end) {
            var middle = begin + Merkle.split(end - begin);
            if (from <= middle) {
                path.addFirst(new Span(middle, end));
                end = middle;
            } else {
                path.addFirst(new Span(begin, middle));
                begin = middle;
            }
        }
        // The old root itself is known to whoever asks; only a part of it is not.
        if (begin > 0) {
            path.addFirst(new Span(begin, end));
        }
        return path;
    }

    /// The complete subtrees that make this span up, left to right.
    public List<Node> nodes() {
        var nodes = new ArrayList<Node>();
        var next = begin;
        while (next < end) {
            var size = Long.highestOneBit(end - next);
            nodes.add(new Node(Long.numberOfTrailingZeros(size), next / size));
            next += size;
        }
        return nodes;
    }

    /// The hash over this span, from those of its complete subtrees.
    public byte[] hash(Function<Node, byte[]> stored) {
        var nodes = nodes();
        var hash = stored.apply(nodes.getLast());
        for (var i = nodes.size() - 2; i >= 0; i--) {
            hash = Merkle.node(stored.apply(nodes.get(i)), hash);
        }
        return hash;
    }
}
