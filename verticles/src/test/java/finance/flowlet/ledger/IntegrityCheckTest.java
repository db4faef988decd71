package finance.flowlet.ledger;

import static finance.flowlet.testing.Business.USD;
import static finance.flowlet.testing.TestPlatform.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import finance.flowlet.contract.ledger.CheckIntegrity.Report;
import finance.flowlet.contract.ledger.SealBatches;
import finance.flowlet.id.TenantId;
import finance.flowlet.testing.Business;
import finance.flowlet.testing.TestClock;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A check that takes longer than those who ask for it wait; a lock makes it slow, and a clock that is moved.
class IntegrityCheckTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private final Business business = new Business();
    private final TestClock clock = new TestClock(Clock.systemUTC().instant());
    private final Pool pool = business.platform().platform().databases().pool("ledger");
    private final IntegrityCheck check = new IntegrityCheck(
            pool, clock, new TrustedKeyReader(business.platform().platform(), pool), PATIENCE);

    @BeforeEach
    void open() {
        business.wallet("ann", USD, 100);
        business.ask(SealBatches.ADDRESS, new SealBatches());
    }

    @AfterEach
    void close() {
        business.close();
    }

    @Test
    void whoComesBackHearsWhatTheSlowCheckFound() throws SQLException {
        var slow = slow(PATIENCE.plusMillis(1));

        var later = ask();
        clock.advance(IntegrityCheck.KEPT.minusMillis(1));
        assertEquals(later, ask());
        assertEquals(later, slow);
        assertEquals(PATIENCE.plusMillis(1).toMillis(), later.durationMillis());

        clock.advance(Duration.ofMillis(1));
        assertNotEquals(later.checkedAt(), ask().checkedAt());
    }

    @Test
    void whatEverybodyHeardIsNotKept() throws SQLException {
        var quick = slow(PATIENCE);

        clock.advance(Duration.ofMillis(1));
        assertNotEquals(quick.checkedAt(), ask().checkedAt());
    }

    @Test
    void aFailedCheckIsNotKept() {
        business.database.execute("alter table ledger.guard rename to elsewhere");
        var failed = check.run(business.tenant());
        assertThrows(RuntimeException.class, () -> await(failed));

        business.database.execute("alter table ledger.elsewhere rename to guard");
        assertEquals(2, ask().postings());
    }

    @Test
    void eachTenantHearsItsOwnCounts() {
        var own = ask();
        var strangers = await(
                check.run(new TenantId(business.platform().platform().ids().next())));

        assertEquals(1, own.entries());
        assertEquals(2, own.postings());
        assertEquals(business.database.number("select count(*) from ledger.account"), own.accounts());
        assertEquals(0, strangers.accounts() + strangers.entries() + strangers.postings() + strangers.batches());
    }

    /// A check that took `duration`; a deposit that came meanwhile is not in it.
    private Report slow(Duration duration) throws SQLException {
        Future<Report> running;
        try (var other = business.database.connect()) {
            lockTheLastTable(other);
            running = check.run(business.tenant());
            var waits = "select count(*) from pg_stat_activity where datname = current_database()"
                    + " and wait_event_type = 'Lock'";
            while (business.database.number(waits) == 0) {
                Thread.onSpinWait();
            }
            business.wallet("bob", USD, 100);
            clock.advance(duration);
            assertFalse(running.isComplete());
        }
        var report = await(running);
        assertEquals(2, report.postings());
        return report;
    }

    /// Of those that the check reads with its statements, so that its snapshot is taken before.
    private static void lockTheLastTable(Connection other) throws SQLException {
        other.setAutoCommit(false);
        try (var statement = other.createStatement()) {
            statement.execute("lock table ledger.proposal in access exclusive mode");
        }
    }

    private Report ask() {
        return await(check.run(business.tenant()));
    }
}
