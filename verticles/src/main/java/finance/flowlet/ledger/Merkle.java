package finance.flowlet.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/// The Merkle tree hash of RFC 6962, section 2.1, over SHA-256: leaves and inner nodes are hashed under
/// different prefixes, so that neither can pass for the other.
final class Merkle {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private Merkle() {}

    /// The root over at least one leaf.
    static byte[] root(List<byte[]> leaves) {
        if (leaves.size() == 1) {
            var digest = sha256();
            digest.update(LEAF);
            return digest.digest(leaves.getFirst());
        }
        // The largest power of two that is smaller than the number of leaves.
        var split = Integer.highestOneBit(leaves.size() - 1);
        var digest = sha256();
        digest.update(NODE);
        digest.update(root(leaves.subList(0, split)));
        return digest.digest(root(leaves.subList(split, leaves.size())));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
