package finance.flowlet.verify;

import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.TenantId;
import finance.flowlet.proof.BatchLeaf;
import finance.flowlet.proof.EntryLeaf;
import finance.flowlet.proof.Hash;
import finance.flowlet.proof.HeaderLeaf;
import finance.flowlet.proof.Merkle;
import finance.flowlet.verify.Finding.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Recomputes the root of every batch from its rows, follows every chain from its start, and compares what
/// was sealed. Batches and postings are two streams in the same order, so that one batch at a time is in
/// memory.
final class Chains {
    private static final Hash START = Hash.of(new byte[32]);
    /// Sealing takes about a second. What is older, or says that it is of the future, has had its time.
    private static final Duration UNSEALED_AT_MOST = Duration.ofMinutes(1);
    private static final String BATCHES = """
            select b.writer_id, b.number, b.previous_root, b.root, b.entries, b.events::text as events, b.committed_at,
                l.hash as sealed
            from ledger.batch b
            left join ledger.tree_leaf l on l.writer_id = b.writer_id and l.number = b.number
            order by b.writer_id, b.number""";
    private static final String POSTINGS = """
            select e.writer_id, e.batch, e.position, e.id, e.tenant_id, e.kind, e.reference, e.description, e.actor,
                e.effective_at, e.created_at, p.account_id, p.account_version, p.direction, p.amount, p.currency,
                p.balance_after
            from ledger.entry e left join ledger.posting p on p.entry_id = e.id
            order by e.writer_id, e.batch, e.position, e.id, p.line""";

    private final Report report;
    private final Instant now;
    private final Cursor batches;
    private final Cursor postings;
    private @Nullable UUID writer;
    private long number;
    private Hash root = START;

    private Chains(Report report, Instant now, Cursor batches, Cursor postings) {
        this.report = report;
        this.now = now;
        this.batches = batches;
        this.postings = postings;
    }

    static void verify(Connection connection, Instant now, Report report) throws SQLException {
        try (var batches = new Cursor(connection, BATCHES);
                var postings = new Cursor(connection, POSTINGS)) {
            new Chains(report, now, batches, postings).run();
        }
    }

    private void run() throws SQLException {
        while (batches.atRow()) {
            var key = new BatchKey(batches.uuid("writer_id"), batches.number("number"));
            strayEntriesBefore(key);
            batch(key);
            batches.next();
        }
        strayEntriesBefore(null);
    }

    private void batch(BatchKey key) throws SQLException {
        if (!key.writer().equals(writer)) {
            writer = key.writer();
            number = 0;
            root = START;
        }
        if (key.number() != number + 1) {
            report.found(Kind.SEQUENCE_GAP, "before batch " + key);
        }
        var stored = batches.hash("root");
        var previous = batches.hash("previous_root");
        if (stored == null || previous == null) {
            report.found(Kind.UNREADABLE, "batch " + key);
            return;
        }
        if (!previous.equals(root)) {
            report.found(Kind.CHAIN_BROKEN, "at batch " + key);
        }
        var entries = entriesOf(key);
        if (entries.size() != batches.number("entries")) {
            report.found(Kind.ENTRIES_MISMATCH, "batch " + key);
        }
        rootCovers(key, previous, stored, entries);
        sealedCovers(key, stored, entries);
        report.count("batches", 1);
        number = key.number();
        root = stored;
    }

    private void rootCovers(BatchKey key, Hash previous, Hash stored, List<EntryLeaf> entries) throws SQLException {
        var at = batches.time("committed_at");
        var leaves = new ArrayList<byte[]>(entries.size() + 1);
        leaves.add(new HeaderLeaf(key.writer(), key.number(), at, previous, batches.text("events")).bytes());
        entries.forEach(entry -> leaves.add(entry.bytes()));
        if (!Hash.of(Merkle.root(leaves)).equals(stored)) {
            report.found(Kind.HASH_MISMATCH, "batch " + key);
        }
    }

    private void sealedCovers(BatchKey key, Hash stored, List<EntryLeaf> entries) throws SQLException {
        var sealed = batches.hash("sealed");
        if (sealed == null) {
            if (Duration.between(batches.time("committed_at"), now).abs().compareTo(UNSEALED_AT_MOST) > 0) {
                report.found(Kind.UNSEALED_BATCH, "batch " + key);
            }
            return;
        }
        var hashes = new ArrayList<byte[]>();
        for (var entry : entries) {
            for (var line = 0; line < entry.postings().size(); line++) {
                hashes.add(Merkle.leaf(entry.posting(line).bytes()));
            }
        }
        var leaf = new BatchLeaf(
                key.writer(), key.number(), stored, entries.size() + 1L, Hash.of(Merkle.rootOf(hashes)), hashes.size());
        if (!Hash.of(leaf.hash()).equals(sealed)) {
            report.found(Kind.HASH_MISMATCH, "leaf of batch " + key);
        }
    }

    /// The entries of this batch, which come next in the stream of postings.
    private List<EntryLeaf> entriesOf(BatchKey key) throws SQLException {
        var entries = new ArrayList<EntryLeaf>();
        while (postings.atRow() && key.compareTo(keyOfEntry()) == 0) {
            if (postings.number("position") != entries.size()) {
                report.found(Kind.SEQUENCE_GAP, "entries of batch " + key);
            }
            entries.add(entry());
        }
        return entries;
    }

    private EntryLeaf entry() throws SQLException {
        var id = postings.uuid("id");
        var entry = new EntryLeaf(
                new EntryId(id),
                new TenantId(postings.uuid("tenant_id")),
                postings.text("kind"),
                postings.text("reference"),
                postings.text("description"),
                postings.text("actor"),
                postings.time("effective_at"),
                postings.time("created_at"),
                List.of());
        var lines = new ArrayList<EntryLeaf.Line>();
        var sums = new HashMap<String, Long>();
        while (postings.atRow() && postings.uuid("id").equals(id)) {
            if (!postings.isNull("account_id")) {
                var line = line();
                lines.add(line);
                sums.merge(line.currency(), postings.number("direction") * line.minorUnits(), Math::addExact);
            }
            postings.next();
        }
        if (lines.size() < 2 || sums.values().stream().anyMatch(sum -> sum != 0)) {
            report.found(Kind.ENTRY_UNBALANCED, "entry " + id);
        }
        report.count("entries", 1);
        report.count("postings", lines.size());
        return entry.with(lines);
    }

    private EntryLeaf.Line line() throws SQLException {
        return new EntryLeaf.Line(
                new AccountId(postings.uuid("account_id")),
                postings.number("account_version"),
                postings.number("direction") > 0 ? "CREDIT" : "DEBIT",
                postings.number("amount"),
                postings.text("currency"),
                postings.number("balance_after"));
    }

    private BatchKey keyOfEntry() throws SQLException {
        return new BatchKey(postings.uuid("writer_id"), postings.number("batch"));
    }

    /// Entries whose batch does not exist come before the next one that does.
    private void strayEntriesBefore(@Nullable BatchKey key) throws SQLException {
        while (postings.atRow() && (key == null || keyOfEntry().compareTo(key) < 0)) {
            report.found(Kind.ENTRIES_MISMATCH, "entry " + postings.uuid("id") + " of no batch");
            entry();
        }
    }
}
