package finance.flowlet.proof;

import java.util.List;

/// The Merkle tree hash of RFC 9162, section 2.1, over SHA-256: leaves and inner nodes are hashed under
/// different prefixes, so that neither can pass for the other.
public final class Merkle {
    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private Merkle() {}

    /// The root over at least one leaf.
    public static byte[] root(List<byte[]> leaves) {
        return rootOf(leaves.stream().map(Merkle::leaf).toList());
    }

    /// The root over leaves that are hashed already; that of no leaves is the hash of nothing.
    public static byte[] rootOf(List<byte[]> hashes) {
        if (hashes.isEmpty()) {
            return Sha256.of();
        }
        if (hashes.size() == 1) {
            return hashes.getFirst();
        }
        var split = Math.toIntExact(split(hashes.size()));
        return node(rootOf(hashes.subList(0, split)), rootOf(hashes.subList(split, hashes.size())));
    }

    /// The hash of a leaf.
    public static byte[] leaf(byte[] data) {
        return Sha256.of(LEAF, data);
    }

    /// The hash of a node over its two children.
    public static byte[] node(byte[] left, byte[] right) {
        return Sha256.of(NODE, left, right);
    }

    /// The largest power of two that is smaller than `size`: so many leaves are to the left of the root.
    static long split(long size) {
        return Long.highestOneBit(size - 1);
    }
}
