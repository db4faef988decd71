package finance.flowlet;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import finance.flowlet.testing.TestDatabase;
import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every statement of every interface named `*Sql` is understood by the migrated database, and the role of
/// its domain may run it. A misspelt column or a forgotten grant fails here, in a second, instead of at a
/// customer.
class SqlTest {
    private static final String TABLE = "(account|hold|guard|posting|entry|idempotency|limit_usage|monitor)";

    /// A table read from end to end, and an index read so: one without a condition.
    private static final Pattern WALK = Pattern.compile(
            "Seq Scan on " + TABLE + "\\b|Index (Only )?Scan using \\S+ on " + TABLE + "\\b.*\n(?!\\s+Index Cond)");

    private static Connection connection;

    /// In the simple query mode, because `explain` takes parameters it knows nothing about only there.
    @BeforeAll
    static void connect() throws SQLException {
        var database = TestDatabase.create();
        var url = "jdbc:postgresql://%s:%d/%s?preferQueryMode=simple"
                .formatted(database.host(), database.port(), database.name());
        connection = DriverManager.getConnection(url, database.user(), "");
    }

    @AfterAll
    static void disconnect() throws SQLException {
        connection.close();
    }

    @TestFactory
    Stream<DynamicTest> theDomainsRoleMayRun() {
        var texts = texts().toList();
        var statements = texts.stream().filter(field -> !isPart(field, texts)).toList();
        assertFalse(statements.isEmpty(), "no SQL found, so nothing is tested");
        return statements.stream()
                .map(field -> DynamicTest.dynamicTest(
                        field.getDeclaringClass().getSimpleName() + "." + field.getName(),
                        () -> plan(domain(field), text(field))));
    }

    /// What a batch reads it finds by an index. With walks made as dear as can be, whatever still is one
    /// has no other way: `id = any ($1) or id in (select ...)` was such a condition, harmless on the
    /// accounts of a test.
    @TestFactory
    Stream<DynamicTest> aBatchWalksOverNoTable() {
        return texts().filter(field -> field.getDeclaringClass().getSimpleName().equals("LedgerSql"))
                .map(field -> DynamicTest.dynamicTest(field.getName(), () -> {
                    var plan = plan(domain(field), text(field));
                    assertFalse(
                            WALK.matcher(plan).find(), () -> field.getName() + " walks over a whole table:\n" + plan);
                }));
    }

    @Test
    void aMisspeltColumnIsFound() {
        assertThrows(SQLException.class, () -> plan("ledger", "select baalnce from account where id = $1"));
    }

    @Test
    void aMissingGrantIsFound() {
        assertThrows(SQLException.class, () -> plan("ledger", "update posting set amount = $1"));
    }

    @Test
    void anotherDomainsTableIsRefused() {
        assertThrows(SQLException.class, () -> plan("payments", "select id from ledger.account where id = $1"));
    }

    /// Planning looks every name and type up; `explain` checks the privileges as well, without running
    /// anything.
    private static String plan(String domain, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set enable_seqscan = off");
            statement.execute("set role flowlet_" + domain);
            statement.execute("set search_path = " + domain);
            var lines = new StringJoiner("\n");
            try (var plan = statement.executeQuery("explain (generic_plan) " + sql)) {
                while (plan.next()) {
                    lines.add(plan.getString(1));
                }
            }
            return lines.toString();
        } finally {
            try (var statement = connection.createStatement()) {
                statement.execute("reset role");
            }
        }
    }

    private static Stream<Field> texts() {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("finance.flowlet")
                        .stream()
                        .filter(type ->
                                type.isInterface() && type.getSimpleName().endsWith("Sql"))
                        .map(JavaClass::reflect)
                        .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                        .filter(field -> field.getType() == String.class);
    }

    /// What stands within another text is tested there, and may be no statement by itself.
    private static boolean isPart(Field field, List<Field> all) {
        return all.stream()
                .anyMatch(other -> !other.equals(field)
                        && other.getDeclaringClass() == field.getDeclaringClass()
                        && text(other).contains(text(field)));
    }

    private static String text(Field field) {
        try {
            field.setAccessible(true);
            return (String) field.get(null);
        } catch (IllegalAccessException failure) {
            throw new LinkageError(field.toString(), failure);
        }
    }

    private static String domain(Field statement) {
        return statement.getDeclaringClass().getPackageName().replaceFirst(".*\\.", "");
    }
}
