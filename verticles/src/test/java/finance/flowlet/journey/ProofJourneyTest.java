package finance.flowlet.journey;

import static finance.flowlet.journey.Purse.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.contract.ledger.SealBatches;
import finance.flowlet.proof.Checkpoint;
import finance.flowlet.proof.Hash;
import finance.flowlet.proof.Proof;
import finance.flowlet.proof.Receipt;
import finance.flowlet.proof.Receipt.Verdict;
import finance.flowlet.proof.SignedNote;
import finance.flowlet.proof.VerifierKey;
import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestFlowlet;
import finance.flowlet.testing.TestPlatform;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What the API proves to outsiders, checked as one of them would: with what came over HTTP and nothing
/// else.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProofJourneyTest {
    private static final JsonMapper JSON = new JsonMapper();
    private final long seed = Long.getLong("flowlet.seed", 42);
    /// Batches are sealed when a test says so.
    private final TestFlowlet world = TestFlowlet.start(Map.of("FLOWLET_JOBS_INTERVAL_MILLIS", "3600000"));

    private final Api api = world.api();
    private Api ann = api;
    private Api bob = api;
    private String annsWallet = "";
    private String bobsWallet = "";

    @BeforeAll
    void open() {
        annsWallet = world.wallet("ann", "USD", "1000.00");
        bobsWallet = world.wallet("bob", "USD", "1000.00");
        ann = world.login("ann@acme.test");
        bob = world.login("bob@acme.test");
    }

    @AfterAll
    void close() {
        Invariants.assertHold(world);
        world.close();
    }

    @Test
    void aProofIsPendingUntilTheBatchIsSealed() {
        var payment = pay();
        var entry = payment.json().at("/ledgerTransactionIds/0").asString();
        for (var path : List.of(
                "/ledger/transactions/" + entry + "/proof",
                "/ledger/entries/" + postings(entry).getFirst() + "/proof",
                "/payments/" + payment.text("id") + "/receipt")) {
            var early = api.get(path);
            assertEquals("409 proof_pending", early.status() + " " + early.code());
            assertEquals("1", early.header("Retry-After"));
            assertEquals("true", early.text("retryable"));
        }
        seal();

        assertEquals(Verdict.VERIFIED, entryReceipt(entry).verify(keys()));
    }

    /// E.6 (10): the proof of an entry verifies offline.
    @Test
    void everyEntryAndEveryPostingProvesOffline() {
        Api.together(IntStream.range(0, 40)
                .<java.util.concurrent.Callable<Response>>mapToObj(_ -> this::pay)
                .toList());
        seal();
        var keys = keys();
        var entries = api.get("/ledger/transactions?limit=200").column("id");
        assertTrue(entries.size() > 40);
        for (var entry : entries) {
            var receipt = entryReceipt(entry);
            var proven = Objects.requireNonNull(receipt.entry());
            assertEquals(Verdict.VERIFIED, receipt.verify(keys));
            assertEquals(entry, proven.id().toString());
            assertEquals(2, proven.postings().size());
            for (var posting : postings(entry)) {
                var own = postingReceipt(api, posting);
                assertEquals(Verdict.VERIFIED, own.verify(keys));
                assertEquals(
                        entry, Objects.requireNonNull(own.posting()).entry().toString());
            }
        }
    }

    @Test
    void aReceiptSaysWhatTheLedgerSays() {
        var entry = pay().json().at("/ledgerTransactionIds/0").asString();
        seal();
        var listed = api.get("/ledger/entries?transactionId=" + entry).json().path("data");
        for (var posting : listed) {
            var proven = Objects.requireNonNull(
                    postingReceipt(api, posting.path("id").asString()).posting());
            assertEquals(posting.path("accountId").asString(), proven.account().toString());
            assertEquals(posting.path("accountVersion").asLong(), proven.accountVersion());
            assertEquals(posting.path("direction").asString().toUpperCase(Locale.ROOT), proven.side());
            assertEquals(posting.path("amount").decimalValue().movePointRight(2).longValueExact(), proven.minorUnits());
            assertEquals(
                    posting.path("balanceAfter")
                            .decimalValue()
                            .movePointRight(2)
                            .longValueExact(),
                    proven.balanceAfter());
            assertEquals("PAYMENT", proven.kind());
        }
    }

    @Test
    void customersProveTheirOwnSideOnly() {
        var payment = pay();
        var entry = payment.json().at("/ledgerTransactionIds/0").asString();
        seal();
        var postings = postings(entry);
        var both = List.of(ann, bob);
        for (var posting : postings) {
            var seen = both.stream()
                    .filter(customer -> customer.get("/ledger/entries/" + posting + "/proof")
                                    .status()
                            == 200)
                    .toList();
            assertEquals(1, seen.size());
            var other = seen.getFirst() == ann ? bob : ann;
            var refused = other.get("/ledger/entries/" + posting + "/proof");
            assertEquals("404 entry_not_found", refused.status() + " " + refused.code());
        }
        assertEquals(
                "403",
                Integer.toString(
                        ann.get("/ledger/transactions/" + entry + "/proof").status()));
        var own = done(ann.get("/payments/" + payment.text("id") + "/receipt"));
        assertEquals(1, own.json().path("receipts").size());
        assertFalse(own.body().contains("actor"), own.body());
        assertFalse(own.body().contains(bobsWallet.replace("wal_", "")), own.body());
        var receipt = read(own.json().at("/receipts/0"));
        assertEquals(Verdict.VERIFIED, receipt.verify(keys()));
        assertEquals("DEBIT", Objects.requireNonNull(receipt.posting()).side());
        var whole = done(api.get("/payments/" + payment.text("id") + "/receipt"));
        assertEquals(Verdict.VERIFIED, read(whole.json().at("/receipts/0")).verify(keys()));
    }

    /// From one's own wallet to another of one's own: both postings are theirs.
    @Test
    void customersProveEveryPostingOfTheirs() {
        var second = world.wallet("ann", "USD", "0");
        var payment = done(ann.post("/payments", TestFlowlet.payment(annsWallet, second, "0.01", "USD")));
        seal();

        var sides = new ArrayList<String>();
        for (var each : done(ann.get("/payments/" + payment.text("id") + "/receipt"))
                .json()
                .path("receipts")) {
            assertEquals(Verdict.VERIFIED, read(each).verify(keys()));
            sides.add(Objects.requireNonNull(read(each).posting()).side());
        }
        assertEquals(List.of("CREDIT", "DEBIT"), sides.stream().sorted().toList());
    }

    @Test
    void anotherBusinessProvesNothingOfOurs() {
        var payment = pay();
        var entry = payment.json().at("/ledgerTransactionIds/0").asString();
        seal();
        var other = world.business("Globex");
        for (var path : List.of(
                "/ledger/transactions/" + entry + "/proof",
                "/ledger/entries/" + postings(entry).getFirst() + "/proof",
                "/payments/" + payment.text("id") + "/receipt")) {
            assertEquals(404, other.get(path).status(), path);
        }
        // What is signed about all books together is the same for everybody.
        assertEquals(
                api.get("/ledger/checkpoints/latest").body(),
                other.get("/ledger/checkpoints/latest").body());
    }

    /// Every single value of a receipt counts: changed, it proves nothing any more.
    @Test
    void aReceiptWithAnythingChangedDoesNotVerify() {
        var random = new Random(seed);
        Api.together(IntStream.range(0, 5)
                .<java.util.concurrent.Callable<Response>>mapToObj(_ -> this::pay)
                .toList());
        var entry = pay().json().at("/ledgerTransactionIds/0").asString();
        seal();
        pay();
        seal();
        var keys = keys();
        for (var path : List.of(
                "/ledger/transactions/" + entry + "/proof",
                "/ledger/entries/" + postings(entry).getLast() + "/proof")) {
            var right = done(api.get(path)).json();
            assertEquals(Verdict.VERIFIED, read(right).verify(keys));
            for (var pointer : scalars(right, "")) {
                for (var tries = 0; tries < 8; tries++) {
                    var changed = changed(right, pointer, random);
                    // A time may be written in two ways; what it says is the same then.
                    assertTrue(
                            verdict(changed, keys) != Verdict.VERIFIED
                                    || read(changed).equals(read(right)),
                            () -> pointer + ", seed " + seed + ": " + changed);
                }
            }
        }
    }

    @Test
    void aReceiptOfAnotherSignerDoesNotVerify() {
        var entry = pay().json().at("/ledgerTransactionIds/0").asString();
        seal();
        var stranger = VerifierKey.parse("flowlet+86954d0e+AclM8o8Ngi99XMp6b/s2vmbufXhT/RQlCn/HY7S7LkFE");

        assertEquals(Verdict.SIGNATURE_INVALID, entryReceipt(entry).verify(List.of(stranger)));
        assertEquals(Verdict.SIGNATURE_INVALID, entryReceipt(entry).verify(List.of()));
    }

    @Test
    void everyCheckpointContinuesEveryEarlierOne() {
        var notes = new ArrayList<Checkpoint>();
        for (var round = 0; round < 6; round++) {
            for (var i = 0; i <= round; i++) {
                pay();
            }
            seal();
            var latest = done(api.get("/ledger/checkpoints/latest"));
            // How a domain answers another one is nobody else's business.
            assertEquals(5, latest.json().size());
            var note = SignedNote.parse(latest.text("note"));
            var said = Checkpoint.parse(note.text());
            assertTrue(note.verified(keys()).isPresent());
            assertEquals(latest.text("rootHash"), said.root().toString());
            assertEquals(latest.text("treeSize"), Long.toString(said.treeSize()));
            assertEquals(
                    latest.body(),
                    done(api.get("/ledger/checkpoints/" + said.treeSize())).body());
            notes.add(said);
        }
        for (var from : notes) {
            for (var to : notes) {
                var answer =
                        api.get("/ledger/checkpoints/consistency?from=" + from.treeSize() + "&to=" + to.treeSize());
                if (from.treeSize() > to.treeSize()) {
                    assertEquals("404 checkpoint_not_found", answer.status() + " " + answer.code());
                    continue;
                }
                var path = new ArrayList<Hash>();
                done(answer).json().path("path").forEach(hash -> path.add(Hash.parse(hash.asString())));
                assertTrue(Proof.continues(from.treeSize(), to.treeSize(), path, from.root(), to.root()));
                assertEquals(from.root().toString(), answer.text("fromRoot"));
            }
        }
        var consistency =
                "/ledger/checkpoints/consistency?from=" + notes.getFirst().treeSize();
        assertEquals(
                done(api.get(consistency + "&to=" + notes.getLast().treeSize())).body(),
                done(api.get(consistency)).body());
    }

    @Test
    void whatWasNeverSignedIsNotFound() {
        seal();
        for (var size : List.of("0", "-1", "999999999", "99999999999999999999", "x", "1e3", "01")) {
            var answer = api.get("/ledger/checkpoints/" + size);
            assertEquals("404 checkpoint_not_found", answer.status() + " " + answer.code(), size);
        }
        assertEquals("422 required", refusal("/ledger/checkpoints/consistency"));
        assertEquals("422 invalid_value", refusal("/ledger/checkpoints/consistency?from=0"));
        assertEquals("422 invalid_value", refusal("/ledger/checkpoints/consistency?from=1&to=x"));
        assertEquals("404 checkpoint_not_found", refusal("/ledger/checkpoints/consistency?from=999999999"));
        for (var id : List.of("ent_01kav9ft00efct6h2vpcbkhxys", "ent_01kav9ft00efct6h2vpcbkhxys_0", "x", "ent_x_0")) {
            assertEquals("404 entry_not_found", refusal("/ledger/entries/" + id + "/proof"));
        }
        assertEquals("404 payment_not_found", refusal("/payments/pay_01kav9ft00efct6h2vpcbkhxys/receipt"));
    }

    @Test
    void thePublicKeysAreOpenToEverybody() {
        var nobody = done(api.as(null).get("/ledger/signing-keys"));
        var key = nobody.json().at("/data/0");

        assertEquals("current", key.path("status").asString());
        var parsed = VerifierKey.parse(key.path("verifierKey").asString());
        assertEquals(parsed.id(), key.path("id").asString());
        assertEquals(
                parsed,
                VerifierKey.ofPem(key.path("name").asString(), key.path("pem").asString()));
    }

    /// Whoever seals at the same time takes turns, and nothing is sealed twice or skipped.
    @Test
    void sealingTwiceAtOnceSealsOnce() {
        var work = new ArrayList<java.util.concurrent.Callable<Object>>();
        for (var i = 0; i < 30; i++) {
            work.add(this::pay);
            work.add(() -> {
                seal();
                return "sealed";
            });
        }
        Api.together(work);
        seal();

        assertEquals("ok", done(api.get("/ledger/integrity")).text("status"));
        assertEquals(
                world.database().number("select count(*) from ledger.batch"),
                world.database().number("select count(*) from ledger.tree_leaf"));
    }

    private Response pay() {
        return done(ann.post("/payments", TestFlowlet.payment(annsWallet, bobsWallet, "0.01", "USD")));
    }

    private void seal() {
        TestPlatform.await(world.flowlet().bus().request(SealBatches.ADDRESS, new SealBatches()));
    }

    private String refusal(String path) {
        var answer = api.get(path);
        return answer.status() + " " + answer.code();
    }

    private List<String> postings(String entry) {
        return done(api.get("/ledger/entries?transactionId=" + entry)).column("id");
    }

    private List<VerifierKey> keys() {
        var keys = new ArrayList<VerifierKey>();
        done(api.as(null).get("/ledger/signing-keys"))
                .json()
                .path("data")
                .forEach(key ->
                        keys.add(VerifierKey.parse(key.path("verifierKey").asString())));
        return keys;
    }

    private Receipt entryReceipt(String entry) {
        return read(done(api.get("/ledger/transactions/" + entry + "/proof")).json());
    }

    private static Receipt postingReceipt(Api asker, String posting) {
        return read(done(asker.get("/ledger/entries/" + posting + "/proof")).json());
    }

    private static Receipt read(JsonNode json) {
        return JSON.treeToValue(json, Receipt.class);
    }

    private static Verdict verdict(JsonNode json, List<VerifierKey> keys) {
        try {
            return read(json).verify(keys);
        } catch (tools.jackson.core.JacksonException unreadable) {
            return Verdict.UNREADABLE;
        }
    }

    /// The pointers to all values that are not objects or lists.
    private static List<String> scalars(JsonNode node, String pointer) {
        var found = new ArrayList<String>();
        if (node instanceof ObjectNode object) {
            object.properties().forEach(each -> found.addAll(scalars(each.getValue(), pointer + "/" + each.getKey())));
        } else if (node instanceof ArrayNode list) {
            IntStream.range(0, list.size()).forEach(i -> found.addAll(scalars(list.get(i), pointer + "/" + i)));
        } else {
            found.add(pointer);
        }
        return found;
    }

    /// The same document with one value changed: a bit of a text, or a number moved.
    private static JsonNode changed(JsonNode right, String pointer, Random random) {
        var copy = right.deepCopy();
        var slash = pointer.lastIndexOf('/');
        var parent = copy.at(pointer.substring(0, slash));
        var name = pointer.substring(slash + 1);
        var old = copy.at(pointer);
        var nodes = JsonNodeFactory.instance;
        JsonNode other;
        if (old.isNumber()) {
            other = nodes.numberNode(old.asLong() + (random.nextBoolean() ? 1 : -1) * (1L << random.nextInt(6)));
        } else {
            var text = old.asString();
            var at = text.isEmpty() ? 0 : random.nextInt(text.length());
            var flipped = text.isEmpty() ? 'x' : (char) (text.charAt(at) ^ (1 << random.nextInt(7)));
            other = nodes.stringNode(text.isEmpty() ? "x" : text.substring(0, at) + flipped + text.substring(at + 1));
        }
        if (parent instanceof ArrayNode list) {
            list.set(Integer.parseInt(name), other);
        } else {
            ((ObjectNode) parent).set(name, other);
        }
        return copy;
    }
}
