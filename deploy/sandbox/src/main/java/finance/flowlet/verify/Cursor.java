package finance.flowlet.verify;

import finance.flowlet.proof.Hash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Rows in order, a few thousand at a time, whatever their number. It stands on a row until it is moved on.
final class Cursor implements AutoCloseable {
    private static final int ROWS_AT_ONCE = 2000;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private boolean atRow;

    Cursor(Connection connection, String sql) throws SQLException {
        statement = connection.prepareStatement(sql);
        statement.setFetchSize(ROWS_AT_ONCE);
        rows = statement.executeQuery();
        atRow = rows.next();
    }

    boolean atRow() {
        return atRow;
    }

    void next() throws SQLException {
        atRow = rows.next();
    }

    UUID uuid(String column) throws SQLException {
        return rows.getObject(column, UUID.class);
    }

    long number(String column) throws SQLException {
        return rows.getLong(column);
    }

    boolean isNull(String column) throws SQLException {
        return rows.getObject(column) == null;
    }

    String text(String column) throws SQLException {
        return rows.getString(column);
    }

    Instant time(String column) throws SQLException {
        return rows.getObject(column, OffsetDateTime.class).toInstant();
    }

    @Nullable
    Hash hash(String column) throws SQLException {
        var bytes = rows.getBytes(column);
        return bytes == null ? null : Hash.of(bytes);
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
