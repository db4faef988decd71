package finance.flowlet.testing;

import finance.flowlet.Migrations;
import finance.flowlet.platform.FlowletConfig;
import finance.flowlet.servers.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A migrated, empty database: migrated once per server, then copied for each test that asks.
public final class TestDatabase {
    private static final Map<Integer, String> TEMPLATES = new HashMap<>();
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private final PostgresServer server;
    private final String name;

    private TestDatabase(PostgresServer server, String name) {
        this.server = server;
        this.name = name;
    }

    /// A new one on the shared server.
    public static TestDatabase create() {
        return create(Servers.sharedPostgres());
    }

    /// A new one on `server`.
    public static synchronized TestDatabase create(PostgresServer server) {
        var template = TEMPLATES.computeIfAbsent(server.port(), _ -> migrated(server));
        var name = "test_" + NUMBER.incrementAndGet();
        execute(server, "postgres", "create database " + name + " template " + template);
        return new TestDatabase(server, name);
    }

    /// The same database on a server that followed the one it was made on.
    public TestDatabase on(PostgresServer follower) {
        return new TestDatabase(follower, name);
    }

    private static String migrated(PostgresServer server) {
        var name = "template_" + NUMBER.incrementAndGet();
        execute(server, "postgres", "create database " + name);
        Migrations.run(TestConfig.of(new TestDatabase(server, name)).database());
        return name;
    }

    public String host() {
        return server.host();
    }

    public int port() {
        return server.port();
    }

    public String user() {
        return server.user();
    }

    public String name() {
        return name;
    }

    /// A plain JDBC connection as the owner of everything, to look behind the program's back.
    public Connection connect() throws SQLException {
        return connect(server, name);
    }

    /// Runs statements as the owner of everything.
    public void execute(String sql) {
        execute(server, name, sql);
    }

    /// The first column of every row, as text.
    public List<String> texts(String sql) {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(String.valueOf(rows.getString(1)));
            }
            return texts;
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /// A single number.
    public long number(String sql) {
        return Long.parseLong(texts(sql).getFirst());
    }

    private static void execute(PostgresServer server, String database, String sql) {
        try (var connection = connect(server, database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    private static Connection connect(PostgresServer server, String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + database, server.user(), "");
    }

    /// The configuration of a program on this database.
    public FlowletConfig config(Map<String, String> overrides) {
        return TestConfig.of(this, overrides);
    }
}
