package finance.flowlet.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.proof.Checkpoint;
import finance.flowlet.proof.Hash;
import finance.flowlet.proof.SignedNote;
import finance.flowlet.proof.Signer;
import finance.flowlet.verify.Finding;
import finance.flowlet.verify.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/// The verifier finds what a superuser has done behind everybody's back, and so does the program itself.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerifyTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String LAST_BATCH = "(select writer_id, number from tree_leaf order by index desc limit 1)";

    @TempDir
    static Path directory;

    private Bank bank;

    @BeforeAll
    void open() throws IOException {
        bank = new Bank(directory);
        bank.live(20);
        bank.facts().publish(directory.resolve("sandbox.json"));
    }

    @AfterAll
    void close() {
        bank.close();
    }

    @AfterEach
    void everythingIsAsItWas() throws SQLException {
        assertTrue(verify().isClean(), () -> "not put back");
        assertTrue(bank.get("/ledger/integrity").contains("\"status\":\"ok\""), "not put back");
    }

    @Test
    void untouchedBooksAreVerified() throws SQLException {
        var figures = verify().figures();

        assertEquals(62, figures.get("entries"));
        assertEquals(124, figures.get("postings"));
        assertEquals(figures.get("batches"), figures.get("sealed batches"));
        assertEquals(3, figures.get("checkpoints"));
        assertEquals(0, run("verify", "--data", directory.toString()));
    }

    /// E.6 (10): one changed byte in the database is reported by the verifier and by the program.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            posting    | amount = amount # 1                                  | HASH_MISMATCH BALANCE_MISMATCH
            posting    | balance_after = balance_after # 1                    | HASH_MISMATCH BALANCE_MISMATCH
            posting    | direction = -direction                               | HASH_MISMATCH ENTRY_UNBALANCED
            posting    | currency = translate(currency, 'SN', 'NS')           | HASH_MISMATCH BALANCE_MISMATCH
            entry      | reference = reverse(reference)                       | HASH_MISMATCH
            entry      | actor = reverse(actor)                               | HASH_MISMATCH
            entry      | kind = reverse(kind)                                 | HASH_MISMATCH
            batch      | root = set_byte(root, 5, get_byte(root, 5) # 1)      | HASH_MISMATCH
            batch      | previous_root = set_byte(previous_root, 31, get_byte(previous_root, 31) # 128) | CHAIN_BROKEN
            batch      | events = translate(events::text, 'xq', 'qx')::json   | HASH_MISMATCH
            batch      | entries = entries # 1                                | ENTRIES_MISMATCH
            account    | posted_credits = posted_credits # 1                  | BALANCE_MISMATCH
            account    | version = version # 1                                | BALANCE_MISMATCH
            tree_leaf  | hash = set_byte(hash, 0, get_byte(hash, 0) # 1)      | HASH_MISMATCH CHECKPOINT_MISMATCH
            tree_leaf  | postings = postings # 1                              | HASH_MISMATCH
            tree_leaf  | postings_root = set_byte(postings_root, 9, get_byte(postings_root, 9) # 2) | HASH_MISMATCH
            tree_node  | hash = set_byte(hash, 7, get_byte(hash, 7) # 64)     | TREE_MISMATCH
            tree_node  | index = index # 1024                                 | TREE_MISMATCH
            checkpoint | root = set_byte(root, 1, get_byte(root, 1) # 1)      | CHECKPOINT_MISMATCH
            checkpoint | note = reverse(note)                                 | SIGNATURE_INVALID
            checkpoint | note = translate(note, 'ab', 'ba')                   | SIGNATURE_INVALID
            """)
    void aChangedByteIsReported(String table, String change, String expected) throws Exception {
        bank.spoil("""
                create table public.saved as select * from %1$s;
                update %1$s set %2$s
                where ctid = (select ctid from %1$s %3$s order by %4$s limit 1 offset 1)""".formatted(table, change, condition(table), order(table)));
        try {
            var kinds = kinds(verify());
            assertTrue(kinds.containsAll(Set.of(expected.split(" "))), kinds::toString);
            assertEquals(1, run("verify", "--data", directory.toString()));
            var integrity = bank.get("/ledger/integrity");
            assertTrue(integrity.contains("\"status\":\"failed\""), integrity);
        } finally {
            bank.spoil("delete from %1$s; insert into %1$s select * from public.saved; drop table public.saved"
                    .formatted(table));
        }
    }

    private static String condition(String table) {
        return table.equals("account") ? "where posted_credits > 1" : "";
    }

    private static String order(String table) {
        return switch (table) {
            case "posting" -> "entry_id, line";
            case "batch" -> "entries desc, number";
            case "tree_leaf" -> "index";
            case "tree_node" -> "level, index";
            case "checkpoint" -> "tree_size";
            default -> "id";
        };
    }

    /// A tail that was cut off leaves a chain that is whole; only what was sealed knows better.
    @Test
    void aTailThatWasCutOffIsReported() throws SQLException {
        bank.spoil("""
                create table public.batches as select * from batch where (writer_id, number) in %1$s;
                create table public.entries as select * from entry where (writer_id, batch) in %1$s;
                create table public.postings as select * from posting where entry_id in (select id from public.entries);
                delete from posting where entry_id in (select id from public.entries);
                delete from entry where (writer_id, batch) in %1$s;
                delete from batch where (writer_id, number) in %1$s""".formatted(LAST_BATCH));
        try {
            assertTrue(kinds(verify()).contains("BATCH_MISSING"));
            var integrity = bank.get("/ledger/integrity");
            assertTrue(integrity.contains("sealed_batches_exist"), integrity);
        } finally {
            bank.spoil("""
                    insert into batch select * from public.batches; insert into entry select * from public.entries;
                    insert into posting select * from public.postings;
                    drop table public.batches; drop table public.entries; drop table public.postings""");
        }
    }

    @Test
    void aTreeThatWasCutOffIsReported() throws SQLException {
        bank.spoil("""
                create table public.leaves as select * from tree_leaf order by index desc limit 1;
                delete from tree_leaf where index in (select index from public.leaves)""");
        try {
            assertTrue(kinds(verify()).contains("CHECKPOINT_MISMATCH"));
            var integrity = bank.get("/ledger/integrity");
            assertTrue(integrity.contains("checkpoints_are_within_the_tree"), integrity);
        } finally {
            bank.spoil("insert into tree_leaf select * from public.leaves; drop table public.leaves");
        }
    }

    /// Whoever rewrites books removes what was sealed over them, too; then they are old and in no tree.
    @Test
    void oldBooksThatNoSignatureCoversAreReported() throws SQLException {
        bank.spoil("""
                create table public.kept as select min(tree_size) as size from checkpoint;
                create table public.checkpoints as select c.* from checkpoint c, public.kept where tree_size > size;
                create table public.nodes as select n.* from tree_node n, public.kept where (index + 1) << level > size;
                create table public.leaves as select l.* from tree_leaf l, public.kept where index >= size;
                delete from checkpoint where tree_size > (select size from public.kept);
                delete from tree_node where (index + 1) << level > (select size from public.kept);
                delete from tree_leaf where index >= (select size from public.kept)""");
        try {
            assertEquals(Set.of("UNSEALED_BATCH"), kinds(verify(now().plus(Duration.ofHours(1)))));
        } finally {
            bank.spoil("""
                    insert into checkpoint select * from public.checkpoints;
                    insert into tree_node select * from public.nodes; insert into tree_leaf select * from public.leaves;
                    drop table public.checkpoints; drop table public.nodes; drop table public.leaves;
                    drop table public.kept""");
        }
    }

    @Test
    void aLeafUnderNoCheckpointIsReported() throws SQLException {
        bank.spoil("""
                create table public.saved as select * from checkpoint order by tree_size desc limit 1;
                delete from checkpoint where tree_size in (select tree_size from public.saved)""");
        try {
            assertEquals(Set.of("UNSEALED_BATCH"), kinds(verify()));
        } finally {
            bank.spoil("insert into checkpoint select * from public.saved; drop table public.saved");
        }
    }

    @Test
    void aHoleInTheTreeIsReported() throws SQLException {
        bank.spoil("""
                create table public.leaves as select * from tree_leaf where index = 1;
                delete from tree_leaf where index = 1""");
        try {
            assertTrue(kinds(verify()).contains("SEQUENCE_GAP"));
            var integrity = bank.get("/ledger/integrity");
            assertTrue(integrity.contains("tree_is_gapless"), integrity);
        } finally {
            bank.spoil("insert into tree_leaf select * from public.leaves; drop table public.leaves");
        }
    }

    /// Whoever cuts off the tail with everything that was signed over it is caught by whoever kept a
    /// checkpoint.
    @Test
    void aKeptCheckpointHoldsTheHistoryToIt() throws Exception {
        var latest = Checkpoint.parse(SignedNote.parse(JSON.readTree(bank.get("/ledger/checkpoints/latest"))
                        .path("note")
                        .asString())
                .text());
        var later = new Checkpoint(latest.origin(), latest.treeSize() + 1, latest.root(), Instant.EPOCH);
        var other = new Checkpoint(latest.origin(), latest.treeSize() - 1, Hash.of(new byte[32]), Instant.EPOCH);

        assertEquals(0, run(kept(latest)));
        assertEquals(1, run(kept(later)));
        assertEquals(1, run(kept(other)));
    }

    private String[] kept(Checkpoint checkpoint) throws IOException {
        var file = directory.resolve("kept.txt");
        Files.writeString(file, SignedNote.sign(checkpoint.text(), bank.signer).toString());
        return new String[] {"verify", "--data", directory.toString(), "--checkpoint", file.toString()};
    }

    @Test
    void signaturesOfAKeyThatNobodyTrustsAreReported() throws SQLException {
        var stranger = Signer.generate("flowlet", new SecureRandom()).verifier();
        try (var books = bank.books()) {
            var kinds = kinds(books.verify(List.of(stranger), List.of(), now(), _ -> {}));
            assertEquals(Set.of("SIGNATURE_INVALID"), kinds);
        }
    }

    /// A receipt, a public key, and no server.
    @Test
    void aReceiptIsVerifiedFromItsFileAlone() throws Exception {
        var entry = JSON.readTree(bank.get("/ledger/transactions?kind=payment&limit=1"))
                .at("/data/0");
        var payment = bank.get("/payments/" + entry.path("reference").asString() + "/receipt");
        var posting = bank.get("/ledger/entries/" + entry.at("/postings/0/id").asString() + "/proof");
        var whole = bank.get("/ledger/transactions/" + entry.path("id").asString() + "/proof");
        var keys =
                List.of(bank.signer.verifier().pem(), bank.signer.verifier() + "\n", bank.get("/ledger/signing-keys"));
        for (var receipt : List.of(payment, posting, whole)) {
            for (var key : keys) {
                assertEquals(0, receipt(receipt, key), receipt);
            }
            assertEquals(1, receipt(receipt.replace("\"currency\":\"USD\"", "\"currency\":\"EUR\""), keys.getFirst()));
            assertEquals(
                    1, receipt(receipt.replaceFirst("\"minorUnits\":100\\b", "\"minorUnits\":1000"), keys.getFirst()));
            var stranger = Signer.generate("flowlet", new SecureRandom()).verifier();
            assertEquals(1, receipt(receipt, stranger.pem()));
        }
        for (var nonsense : List.of("", "{}", "[]", "{\"receipts\":[]}", "{\"receipts\":[{}]}", "<html>")) {
            assertEquals(1, receipt(nonsense, keys.getFirst()), nonsense);
        }
        for (var nonsense : List.of("", "{}", "nonsense", "{\"data\":[]}")) {
            assertEquals(1, receipt(whole, nonsense), nonsense);
        }
        assertEquals(
                1, run("verify", "--receipt", directory.resolve("receipt.json").toString()));
        assertFalse(run("verify", "--receipt", "nowhere.json", "--key", "nowhere.pem") == 0);
    }

    private int receipt(String receipt, String key) throws IOException {
        var receiptFile = Files.writeString(directory.resolve("receipt.json"), receipt);
        var keyFile = Files.writeString(directory.resolve("key.txt"), key);
        return run("verify", "--receipt", receiptFile.toString(), "--key", keyFile.toString());
    }

    private static int run(String... arguments) {
        return new CommandLine(new Sandbox()).execute(arguments);
    }

    private static Instant now() {
        return Clock.systemUTC().instant();
    }

    private Report verify() throws SQLException {
        return verify(now());
    }

    private Report verify(Instant now) throws SQLException {
        try (var books = bank.books()) {
            return books.verify(List.of(bank.signer.verifier()), List.of(), now, _ -> {});
        }
    }

    private static Set<String> kinds(Report report) {
        var kinds = new TreeSet<String>();
        report.findings().stream().map(Finding::kind).forEach(kind -> kinds.add(kind.name()));
        return kinds;
    }
}
