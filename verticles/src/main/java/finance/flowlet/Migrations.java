package finance.flowlet;

import finance.flowlet.platform.FlowletConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.flywaydb.core.Flyway;

/// Brings the database up to date: a role and a schema per domain, and one for what all processes share, then
/// the migrations of each, forward only. Whoever migrates must be allowed to create roles. Several pods may do
/// this at once: the first does it, the others wait.
public final class Migrations {
    /// In the order in which they may refer to each other.
    public static final List<String> DOMAINS = List.of(
            "platform", "auth", "ledger", "wallets", "payments", "fx", "initiation", "statements", "reconciliation");

    private Migrations() {}

    /// Migrates every domain.
    public static void run(FlowletConfig.Database config) {
        var url = "jdbc:postgresql://" + config.host() + ":" + config.port() + "/" + config.name();
        for (var domain : behind(url, config)) {
            Flyway.configure()
                    .dataSource(url, config.user(), config.password())
                    .jdbcProperties(Map.of("sslmode", config.ssl().mode()))
                    .schemas(domain)
                    .locations("classpath:db/" + domain)
                    .failOnMissingLocations(true)
                    .load()
                    .migrate();
        }
    }

    /// The domains whose schema is not what this build carries, after every role exists.
    private static List<String> behind(String url, FlowletConfig.Database config) {
        var behind = new ArrayList<String>();
        try (var connection = DriverManager.getConnection(url, properties(config))) {
            createRoles(connection);
            for (var domain : DOMAINS) {
                if (!MigrationFiles.of(domain).applied(connection)) {
                    behind.add(domain);
                }
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot prepare the database at " + url, failure);
        }
        return behind;
    }

    private static Properties properties(FlowletConfig.Database config) {
        var properties = new Properties();
        properties.setProperty("user", config.user());
        properties.setProperty("password", config.password());
        properties.setProperty("sslmode", config.ssl().mode());
        return properties;
    }

    /// Roles belong to the cluster, not the database, so they may exist before the schemas do. The lock
    /// keeps two pods from creating one role at once.
    private static void createRoles(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("select pg_advisory_xact_lock(7213400561)");
            for (var domain : DOMAINS) {
                statement.execute("""
                        do $$ begin
                            if not exists (select from pg_roles where rolname = 'flowlet_%1$s') then
                                create role flowlet_%1$s nologin;
                            end if;
                            if not pg_has_role(current_user, 'flowlet_%1$s', 'set') then
                                grant flowlet_%1$s to current_user;
                            end if;
                        end $$""".formatted(domain));
            }
        }
        connection.commit();
    }
}
