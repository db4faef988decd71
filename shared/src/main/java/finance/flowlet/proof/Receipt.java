package finance.flowlet.proof;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Proof that a journal entry, or one posting of it, stands in the books: what was hashed, the way from
/// there to the root of its batch, from the batch to the root of the tree, and the checkpoint that we
/// signed over that root. Whoever has it and our public key needs nothing else, and we cannot take it back.
///
/// Exactly one of `entry` and `posting` is there. Hashes are base64.
public record Receipt(
        @Nullable EntryLeaf entry, @Nullable PostingLeaf posting, Batch batch, Place tree, String checkpoint) {
    /// The batch, and the way from the leaf to its root: to `root` for an entry, to `postingsRoot` for a
    /// posting.
    public record Batch(
            UUID writer, long number, String root, long leaves, String postingsRoot, long postings, Place leaf) {
        public static Batch of(BatchLeaf sealed, Place leaf) {
            return new Batch(
                    sealed.writer(),
                    sealed.number(),
                    sealed.root().toString(),
                    sealed.leaves(),
                    sealed.postingsRoot().toString(),
                    sealed.postings(),
                    leaf);
        }

        BatchLeaf sealed() {
            return new BatchLeaf(writer, number, Hash.parse(root), leaves, Hash.parse(postingsRoot), postings);
        }
    }

    /// Where a leaf stands in its tree, and the hashes from it to the root, leaf first.
    public record Place(long index, List<String> path) {
        public Place {
            path = List.copyOf(path);
        }

        public static Place of(long index, List<byte[]> path) {
            return new Place(
                    index, path.stream().map(hash -> Hash.of(hash).toString()).toList());
        }

        boolean leadsTo(Hash root, long size, byte[] leaf) {
            return Proof.includes(
                    Hash.of(Merkle.leaf(leaf)),
                    index,
                    size,
                    path.stream().map(Hash::parse).toList(),
                    root);
        }
    }

    /// What a verifier says.
    public enum Verdict {
        VERIFIED,
        /// It is not the receipt of anything.
        UNREADABLE,
        /// None of the given keys signed the checkpoint.
        SIGNATURE_INVALID,
        /// The entry or posting is not what stands in the batch.
        LEAF_NOT_IN_BATCH,
        /// The batch is not below the signed root.
        BATCH_NOT_IN_TREE
    }

    /// Checks everything that there is to check.
    public Verdict verify(Collection<VerifierKey> keys) {
        try {
            return check(keys);
        } catch (IllegalArgumentException unreadable) {
            return Verdict.UNREADABLE;
        }
    }

    private Verdict check(Collection<VerifierKey> keys) {
        var sealed = batch.sealed();
        var note = SignedNote.parse(checkpoint);
        var signed = Checkpoint.parse(note.text());
        if (note.verified(keys)
                .filter(key -> key.name().equals(signed.origin()))
                .isEmpty()) {
            return Verdict.SIGNATURE_INVALID;
        }
        if (!isInBatch(sealed)) {
            return Verdict.LEAF_NOT_IN_BATCH;
        }
        return tree.leadsTo(signed.root(), signed.treeSize(), sealed.bytes())
                ? Verdict.VERIFIED
                : Verdict.BATCH_NOT_IN_TREE;
    }

    private boolean isInBatch(BatchLeaf sealed) {
        if ((entry == null) == (posting == null)) {
            throw new IllegalArgumentException("a receipt is for an entry or for a posting");
        }
        return entry != null
                ? batch.leaf().leadsTo(sealed.root(), sealed.leaves(), entry.bytes())
                : posting != null && batch.leaf().leadsTo(sealed.postingsRoot(), sealed.postings(), posting.bytes());
    }
}
