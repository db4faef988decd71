package finance.flowlet.proof;

import java.util.UUID;

/// A sealed batch as it is hashed into the tree of all batches: where it stands in its writer's chain, the
/// root over its header and entries, and a second root over its postings, each with the number of leaves
/// below it.
public record BatchLeaf(UUID writer, long number, Hash root, long leaves, Hash postingsRoot, long postings) {
    /// What is hashed.
    public byte[] bytes() {
        return new LeafBytes("sealed")
                .field(writer)
                .field(number)
                .field(root.bytes())
                .field(leaves)
                .field(postingsRoot.bytes())
                .field(postings)
                .bytes();
    }

    /// Its hash as a leaf of the tree.
    public byte[] hash() {
        return Merkle.leaf(bytes());
    }
}
