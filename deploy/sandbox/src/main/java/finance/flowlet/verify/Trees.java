package finance.flowlet.verify;

import finance.flowlet.proof.BatchLeaf;
import finance.flowlet.proof.Checkpoint;
import finance.flowlet.proof.Frontier;
import finance.flowlet.proof.Hash;
import finance.flowlet.proof.SignedNote;
import finance.flowlet.proof.Span.Node;
import finance.flowlet.proof.VerifierKey;
import finance.flowlet.verify.Finding.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;

/// Grows the tree anew from its leaves and compares every stored subtree and every checkpoint on the way.
/// All checkpoints are compared with roots over one sequence of leaves, so each continues the one before
/// it.
final class Trees {
    private static final String LEAVES = """
            select l.index, l.hash, l.writer_id, l.number, l.leaves, l.postings_root, l.postings, b.root
            from ledger.tree_leaf l
            left join ledger.batch b on b.writer_id = l.writer_id and b.number = l.number
            order by l.index""";
    /// In the order in which leaves complete them.
    private static final String NODES = """
            select level, index, hash from ledger.tree_node order by (index + 1) << level, level""";
    private static final String CHECKPOINTS = """
            select tree_size, root, note, signed_at from ledger.checkpoint order by tree_size""";

    private final Report report;
    private final Collection<VerifierKey> keys;
    private final Cursor leaves;
    private final Cursor nodes;
    private final Cursor checkpoints;
    private final Queue<Checkpoint> kept;
    private final Frontier frontier = new Frontier();
    /// The size of the last checkpoint.
    private long signed;

    private Trees(Report report, Collection<VerifierKey> keys, List<Checkpoint> kept, List<Cursor> cursors) {
        this.report = report;
        this.keys = keys;
        this.leaves = cursors.get(0);
        this.nodes = cursors.get(1);
        this.checkpoints = cursors.get(2);
        this.kept = new ArrayDeque<>(kept.stream()
                .sorted(Comparator.comparingLong(Checkpoint::treeSize))
                .toList());
    }

    /// `kept` are checkpoints that somebody has kept outside this database: its history must still contain
    /// them.
    static void verify(Connection connection, Collection<VerifierKey> keys, List<Checkpoint> kept, Report report)
            throws SQLException {
        try (var leaves = new Cursor(connection, LEAVES);
                var nodes = new Cursor(connection, NODES);
                var checkpoints = new Cursor(connection, CHECKPOINTS)) {
            new Trees(report, keys, kept, List.of(leaves, nodes, checkpoints)).run();
        }
    }

    private void run() throws SQLException {
        while (leaves.atRow()) {
            if (leaves.number("index") != frontier.size()) {
                // Nothing that follows can be placed.
                report.found(Kind.SEQUENCE_GAP, "tree, before leaf " + leaves.number("index"));
                return;
            }
            leaf();
            while (checkpoints.atRow() && checkpoints.number("tree_size") <= frontier.size()) {
                signed = checkpoints.number("tree_size");
                checkpoint();
                checkpoints.next();
            }
            while (!kept.isEmpty() && kept.element().treeSize() <= frontier.size()) {
                kept(kept.remove());
            }
            leaves.next();
        }
        if (signed < frontier.size()) {
            report.found(Kind.UNSEALED_BATCH, "leaf " + signed + " and what follows: under no checkpoint");
        }
        for (; checkpoints.atRow(); checkpoints.next()) {
            report.found(
                    Kind.CHECKPOINT_MISMATCH, "checkpoint " + checkpoints.number("tree_size") + ": leaves are gone");
        }
        kept.forEach(each ->
                report.found(Kind.CHECKPOINT_MISMATCH, "kept checkpoint " + each.treeSize() + ": leaves are gone"));
        for (; nodes.atRow(); nodes.next()) {
            report.found(Kind.TREE_MISMATCH, "subtree " + nodes.number("level") + "/" + nodes.number("index"));
        }
    }

    private void leaf() throws SQLException {
        var key = new BatchKey(leaves.uuid("writer_id"), leaves.number("number"));
        var hash = leaves.hash("hash");
        var root = leaves.hash("root");
        var postingsRoot = leaves.hash("postings_root");
        if (hash == null || postingsRoot == null) {
            report.found(Kind.UNREADABLE, "leaf " + frontier.size());
            return;
        }
        if (root == null) {
            report.found(Kind.BATCH_MISSING, "batch " + key);
        } else if (!Hash.of(new BatchLeaf(
                                key.writer(),
                                key.number(),
                                root,
                                leaves.number("leaves"),
                                postingsRoot,
                                leaves.number("postings"))
                        .hash())
                .equals(hash)) {
            report.found(Kind.HASH_MISMATCH, "leaf of batch " + key);
        }
        var completed = new ArrayDeque<Map.Entry<Node, byte[]>>();
        frontier.append(hash.bytes(), (node, value) -> completed.add(new SimpleEntry<>(node, value)));
        // The first is the leaf itself.
        completed.remove();
        for (var each : completed) {
            node(each.getKey(), Hash.of(each.getValue()));
        }
        report.count("sealed batches", 1);
    }

    private void node(Node node, Hash hash) throws SQLException {
        var there = nodes.atRow() && nodes.number("level") == node.level() && nodes.number("index") == node.index();
        if (!there || !Objects.equals(hash, nodes.hash("hash"))) {
            report.found(Kind.TREE_MISMATCH, "subtree " + node.level() + "/" + node.index());
        }
        if (there) {
            nodes.next();
        }
    }

    private void checkpoint() throws SQLException {
        var name = "checkpoint " + checkpoints.number("tree_size");
        try {
            var note = SignedNote.parse(checkpoints.text("note"));
            var said = Checkpoint.parse(note.text());
            if (note.verified(keys)
                    .filter(key -> key.name().equals(said.origin()))
                    .isEmpty()) {
                report.found(Kind.SIGNATURE_INVALID, name);
            }
            var root = Hash.of(frontier.root());
            if (said.treeSize() != frontier.size()
                    || !said.root().equals(root)
                    || !Objects.equals(root, checkpoints.hash("root"))
                    || !said.signedAt().equals(checkpoints.time("signed_at"))) {
                report.found(Kind.CHECKPOINT_MISMATCH, name);
            }
        } catch (IllegalArgumentException unreadable) {
            report.found(Kind.SIGNATURE_INVALID, name);
        }
        report.count("checkpoints", 1);
    }

    private void kept(Checkpoint checkpoint) {
        if (checkpoint.treeSize() != frontier.size() || !checkpoint.root().equals(Hash.of(frontier.root()))) {
            report.found(Kind.CHECKPOINT_MISMATCH, "kept checkpoint " + checkpoint.treeSize());
        }
        report.count("kept checkpoints", 1);
    }
}
