package finance.flowlet.proof;

import java.util.List;

/// Checks what a [Span] path claims, with nothing but the hashes: RFC 9162, sections 2.1.3.2 and 2.1.4.2.
public final class Proof {
    private Proof() {}

    /// Whether `path` leads from the leaf at `index` to the root of a tree of `size` leaves.
    public static boolean includes(Hash leaf, long index, long size, List<Hash> path, Hash root) {
        if (index < 0 || index >= size) {
            return false;
        }
        var position = index;
        var last = size - 1;
        var hash = leaf;
        for (var sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((position & 1) == 1 || position == last) {
                hash = node(sibling, hash);
                while ((position & 1) == 0 && position != 0) {
                    position >>= 1;
                    last >>= 1;
                }
            } else {
                hash = node(hash, sibling);
            }
            position >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    /// Whether `path` shows that a tree of `size` leaves begins with the one of `from` leaves.
    public static boolean continues(long from, long size, List<Hash> path, Hash oldRoot, Hash newRoot) {
        if (from < 1 || from > size) {
            return false;
        }
        if (from == size) {
            return path.isEmpty() && oldRoot.equals(newRoot);
        }
        var whole = Long.bitCount(from) == 1;
        if (path.isEmpty()) {
            return false;
        }
        var hashes = path.iterator();
        var first = whole ? oldRoot : hashes.next();
        var position = from - 1;
        var last = size - 1;
        while ((position & 1) == 1) {
            position >>= 1;
            last >>= 1;
        }
        var before = first;
        var after = first;
        while (hashes.hasNext()) {
            if (last == 0) {
                return false;
            }
            var sibling = hashes.next();
            if ((position & 1) == 1 || position == last) {
                before = node(sibling, before);
                after = node(sibling, after);
                while ((position & 1) == 0 && position != 0) {
                    position >>= 1;
                    last >>= 1;
                }
            } else {
                after = node(after, sibling);
            }
            position >>= 1;
            last >>= 1;
        }
        return last == 0 && before.equals(oldRoot) && after.equals(newRoot);
    }

    private static Hash node(Hash left, Hash right) {
        return Hash.of(Merkle.node(left.bytes(), right.bytes()));
    }
}
