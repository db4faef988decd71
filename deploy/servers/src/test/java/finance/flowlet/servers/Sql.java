package finance.flowlet.servers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// The few statements these tests need.
record Sql(Connection connection) implements AutoCloseable {

    static Sql connect(PostgresServer server) throws SQLException {
        return connect(server.port());
    }

    static Sql connect(int port) throws SQLException {
        return new Sql(DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres"));
    }

    void run(String statement) throws SQLException {
        try (var prepared = connection.prepareStatement(statement)) {
            prepared.execute();
        }
    }

    String ask(String query) throws SQLException {
        try (var prepared = connection.prepareStatement(query);
                var rows = prepared.executeQuery()) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
