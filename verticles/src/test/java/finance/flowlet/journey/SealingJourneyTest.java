package finance.flowlet.journey;

import static finance.flowlet.journey.Purse.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import finance.flowlet.Flowlet;
import finance.flowlet.contract.ledger.SealBatches;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestClock;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import finance.flowlet.testing.TestPlatform;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What no signature covers is reported, and a tree that lost what was signed gets no new signature.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SealingJourneyTest {
    /// Batches are sealed when a test says so.
    private static final Map<String, String> SETTINGS = Map.of("FLOWLET_JOBS_INTERVAL_MILLIS", "3600000");

    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final TestDatabase database = TestDatabase.create();
    private final TestFlowlet world = TestFlowlet.start(database, SETTINGS, clock);

    private String wallet = "";

    @BeforeAll
    void open() {
        wallet = world.wallet("ann", "USD", "1000.00");
        seal();
    }

    @AfterAll
    void close() {
        Invariants.assertHold(world);
        world.close();
    }

    @Test
    void aBatchHasAMinuteToBeSealed() {
        deposit();
        clock.advance(Duration.ofMinutes(1));
        assertEquals("", firstFinding());

        clock.advance(Duration.ofSeconds(1));

        assertEquals("batches_are_sealed", firstFinding());
        seal();
        assertEquals("", firstFinding());
    }

    /// Nor does a batch get out of it by a time that is yet to come.
    @Test
    void aBatchOfTheFutureIsReportedToo() {
        deposit();
        clock.advance(Duration.ofMinutes(-2));

        assertEquals("batches_are_sealed", firstFinding());
        clock.advance(Duration.ofMinutes(2));
        seal();
    }

    @Test
    void aLeafUnderNoCheckpointIsReported() {
        deposit();
        seal();
        cutOff("checkpoint", "tree_size = (select max(tree_size) from ledger.checkpoint)");

        assertEquals("leaves_are_signed", firstFinding());

        putBack("checkpoint");
        assertEquals("", firstFinding());
    }

    /// Whoever owns the database removes what was signed and waits for the program to sign what is there
    /// now.
    @Test
    void aTreeThatWasCutOffIsNotSignedAnew() {
        deposit();
        seal();
        var kept = world.database().number("select max(index) from ledger.tree_leaf");
        cutOff("checkpoint", "tree_size > " + kept);
        cutOff("tree_node", "(index + 1) << level > " + kept);
        cutOff("tree_leaf", "index >= " + kept);
        var signed = checkpoints();

        assertThrows(RuntimeException.class, this::seal);
        deposit();
        assertThrows(RuntimeException.class, this::seal);

        assertEquals(signed, checkpoints());
        putBack("checkpoint");
        putBack("tree_node");
        putBack("tree_leaf");
        seal();
        assertEquals("", firstFinding());
        assertEquals(signed + 2, checkpoints());
    }

    /// The same with leaves put in the place of those that were signed.
    @Test
    void aTreeThatWasRewrittenIsNotSignedAnew() {
        deposit();
        deposit();
        seal();
        var last = "index = (select max(index) from ledger.tree_leaf)";
        var flipped = "hash = set_byte(hash, 0, get_byte(hash, 0) # 1)";
        // So that the last leaf is no part of a stored subtree.
        if (world.database().number("select count(*) from ledger.tree_leaf") % 2 == 0) {
            deposit();
            seal();
        }
        spoil("update ledger.tree_leaf set " + flipped + " where " + last);
        deposit();

        assertThrows(RuntimeException.class, this::seal);

        spoil("update ledger.tree_leaf set " + flipped + " where " + last);
        seal();
        assertEquals("", firstFinding());
    }

    /// Another process has sealed meanwhile: its tree continues ours, and ours goes on from it.
    @Test
    void whatAnotherProcessSealedIsContinued() {
        deposit();
        seal();
        try (var other = Flowlet.start(database.config(SETTINGS), clock, _ -> {})) {
            for (var round = 0; round < 3; round++) {
                deposit();
                seal(other);
            }
            deposit();
            seal();
            deposit();
            seal(other);
        }
        assertEquals("", firstFinding());
    }

    private void deposit() {
        done(world.api().post("/wallets/" + wallet + "/deposits", "{\"amount\":1,\"currency\":\"USD\"}"));
    }

    private void seal() {
        seal(world.flowlet());
    }

    private static void seal(Flowlet program) {
        TestPlatform.await(program.bus().request(SealBatches.ADDRESS, new SealBatches()));
    }

    private long checkpoints() {
        return database.number("select count(*) from ledger.checkpoint");
    }

    /// The rule that is broken, or nothing.
    private String firstFinding() {
        return done(world.api().get("/ledger/integrity"))
                .json()
                .at("/findings/0/check")
                .asString("");
    }

    private void cutOff(String table, String condition) {
        spoil("create table public.cut_%1$s as select * from ledger.%1$s where %2$s; delete from ledger.%1$s where %2$s"
                .formatted(table, condition));
    }

    private void putBack(String table) {
        spoil("insert into ledger.%1$s select * from public.cut_%1$s; drop table public.cut_%1$s".formatted(table));
    }

    /// As somebody whom no trigger stops.
    private void spoil(String sql) {
        database.execute("set session_replication_role = replica; " + sql);
    }
}
