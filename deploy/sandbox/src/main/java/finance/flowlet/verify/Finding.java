package finance.flowlet.verify;

/// Something that is not as it must be, and where.
public record Finding(Kind kind, String subject) {
    /// What can be wrong with books.
    public enum Kind {
        /// Rows do not have the hash that was recorded over them: somebody edited them.
        HASH_MISMATCH,
        /// A batch, a posting or a leaf is missing between others.
        SEQUENCE_GAP,
        /// A batch does not name the root of the one before it.
        CHAIN_BROKEN,
        /// A batch was sealed and is not there any more.
        BATCH_MISSING,
        /// There are entries of a batch that does not exist, or more or fewer than it has.
        ENTRIES_MISMATCH,
        /// Debits and credits of an entry differ.
        ENTRY_UNBALANCED,
        /// An account does not have the balance of its postings.
        BALANCE_MISMATCH,
        /// A stored hash of the tree is not that of the leaves below it.
        TREE_MISMATCH,
        /// A checkpoint was signed over more than there is, or over another root.
        CHECKPOINT_MISMATCH,
        /// A checkpoint has no right signature of a trusted key.
        SIGNATURE_INVALID,
        /// No signature covers a batch that should long be sealed, or a leaf: nobody can tell whether it
        /// was rewritten.
        UNSEALED_BATCH,
        /// A row holds something that was never written there.
        UNREADABLE
    }

    @Override
    public String toString() {
        return kind + " " + subject;
    }
}
