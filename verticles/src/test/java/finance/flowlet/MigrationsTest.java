package finance.flowlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.TestDatabase;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;

/// What a program finds out about the database it is started on, before it serves anybody.
class MigrationsTest {
    private final TestDatabase database = TestDatabase.create();

    @Test
    void aMigratedDatabaseIsLeftAlone() {
        for (var domain : Migrations.DOMAINS) {
            assertTrue(applied(domain), domain);
        }
    }

    @Test
    void whatIsMissingIsApplied() {
        database.execute("drop schema fx cascade");

        assertFalse(applied("fx"));
        migrate();

        assertTrue(applied("fx"));
        assertEquals(0, database.number("select count(*) from fx.exchange"));
    }

    /// A file that was edited after its release is what no check of ours may overlook.
    @Test
    void aMigrationThatWasEditedStopsTheStart() {
        database.execute("update ledger.flyway_schema_history set checksum = checksum + 1 where version = '002'");

        assertFalse(applied("ledger"));
        assertThrows(FlywayException.class, this::migrate);
    }

    @Test
    void aMigrationThatFailedStopsTheStart() {
        database.execute("update ledger.flyway_schema_history set success = false where version = '002'");

        assertFalse(applied("ledger"));
        assertThrows(FlywayException.class, this::migrate);
    }

    /// Migrations expand first and contract a release later, so the program of before runs beside the one
    /// of after.
    @Test
    void aDatabaseThatANewerProgramMigratedIsServed() {
        added("999");

        assertTrue(applied("ledger"));
        migrate();
    }

    @Test
    void aMigrationInBetweenThatNobodyHereKnowsStopsTheStart() {
        added("003");

        assertFalse(applied("ledger"));
        assertThrows(FlywayException.class, this::migrate);
    }

    private void added(String version) {
        database.execute("insert into ledger.flyway_schema_history (installed_rank, version, description, type, script,"
                + " checksum, installed_by, execution_time, success) values (999, '" + version
                + "', 'other', 'SQL', 'V" + version + "__other.sql', 1, 'test', 1, true)");
    }

    private boolean applied(String domain) {
        try (var connection = database.connect()) {
            return MigrationFiles.of(domain).applied(connection);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void migrate() {
        Migrations.run(database.config(Map.of()).database());
    }
}
