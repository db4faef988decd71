package finance.flowlet.load;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.UUID;

/// What the platform stored, read past it from PostgreSQL.
final class Database implements AutoCloseable {
    private static final int FETCH = 10_000;
    private final Connection connection;

    private Database(Connection connection) {
        this.connection = connection;
    }

    static Database open(Target.Postgres place) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", place.user());
        var password = System.getenv("PGPASSWORD");
        if (password != null) {
            properties.setProperty("password", password);
        }
        return new Database(DriverManager.getConnection(place.url(), properties));
    }

    /// Counters that only grow. Batches are counted by their writers' last numbers, as counting them takes longer.
    Work.Stored stored() throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(Sql.COUNTERS)) {
            rows.next();
            return new Work.Stored(rows.getLong(1), rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getLong(5));
        }
    }

    /// What must hold for a figure to count: a commit that survives a power cut.
    void mustBeDurable() throws SQLException {
        for (var setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
            var value = setting(setting);
            if (!value.equals("on")) {
                throw new LoadException(
                        "PostgreSQL runs with %s=%s; only a durable one is measured.".formatted(setting, value));
            }
        }
    }

    String setting(String name) throws SQLException {
        try (var statement = connection.prepareStatement(Sql.SETTING)) {
            statement.setString(1, name);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    /// The only figure that a query answers.
    long number(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Hears of every payment whose id is at least `from` and whose key begins with `prefix`.
    void payments(UUID from, String prefix, PaymentListener listener) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.prepareStatement(Sql.PAYMENTS)) {
            statement.setFetchSize(FETCH);
            statement.setObject(1, from);
            statement.setString(2, prefix + "%");
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    listener.stored(rows.getObject(1, UUID.class), rows.getString(2), rows.getInt(3));
                }
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /// A payment as it is stored; `entries` of the journal belong to it.
    @FunctionalInterface
    interface PaymentListener {
        void stored(UUID id, String key, int entries);
    }

    private interface Sql {
        String SETTING = "select current_setting(?)";

        String COUNTERS = """
                select
                    pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint,
                    tup_inserted + tup_updated,
                    xact_commit,
                    (select coalesce(sum(last.number), 0)::bigint
                        from ledger.writer
                        cross join lateral (
                            select number from ledger.batch
                            where writer_id = writer.id order by number desc limit 1) last),
                    (select coalesce(max(n_tup_ins), 0) from pg_stat_user_tables
                        where schemaname = 'ledger' and relname = 'entry')
                from pg_stat_database where datname = current_database()""";

        String PAYMENTS = """
                select payment.id, payment.idempotency_key,
                    (select count(*) from ledger.entry where entry.id = payment.entry_id)
                from payments.payment
                where payment.id >= ? and payment.idempotency_key like ?""";
    }
}
