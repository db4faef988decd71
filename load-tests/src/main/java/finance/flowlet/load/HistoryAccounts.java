package finance.flowlet.load;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/// The accounts that history is written for, locked while a part of it is.
final class HistoryAccounts {
    final UUID[] ids;
    final long[] debits;
    final long[] credits;
    final long[] versions;

    /// Nothing may be recorded before it.
    Instant latest = Instant.EPOCH;

    UUID tenant = new UUID(0, 0);

    /// @param wallets ids of wallets, which are those of their accounts
    HistoryAccounts(List<UUID> wallets) {
        // Everybody locks in the order of ids.
        ids = wallets.stream()
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .toArray(UUID[]::new);
        debits = new long[ids.length];
        credits = new long[ids.length];
        versions = new long[ids.length];
    }

    int count() {
        return ids.length;
    }

    /// Reads them again, as others may pay in between.
    void lock(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(Sql.LOCK)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids));
            try (var rows = statement.executeQuery()) {
                for (var i = 0; rows.next(); i++) {
                    if (!ids[i].equals(rows.getObject("id", UUID.class))) {
                        throw new SQLException("The accounts are not those of the wallets.");
                    }
                    tenant = rows.getObject("tenant_id", UUID.class);
                    debits[i] = rows.getLong("posted_debits");
                    credits[i] = rows.getLong("posted_credits");
                    versions[i] = rows.getLong("version");
                    var at = rows.getObject("posted_at", OffsetDateTime.class);
                    if (at != null && at.toInstant().isAfter(latest)) {
                        latest = at.toInstant();
                    }
                }
            }
        }
    }

    /// Moves one minor unit.
    void move(int payer, int payee) {
        debits[payer]++;
        versions[payer]++;
        credits[payee]++;
        versions[payee]++;
    }

    long balance(int account) {
        return credits[account] - debits[account];
    }

    void write(Connection connection, Instant at) throws SQLException {
        try (var statement = connection.prepareStatement(Sql.WRITE)) {
            statement.setObject(1, at.atOffset(ZoneOffset.UTC));
            statement.setArray(2, connection.createArrayOf("uuid", ids));
            statement.setArray(3, connection.createArrayOf("bigint", boxed(debits)));
            statement.setArray(4, connection.createArrayOf("bigint", boxed(credits)));
            statement.setArray(5, connection.createArrayOf("bigint", boxed(versions)));
            statement.executeUpdate();
        }
        latest = at;
    }

    private static Long[] boxed(long[] values) {
        var boxed = new Long[values.length];
        for (var i = 0; i < values.length; i++) {
            boxed[i] = values[i];
        }
        return boxed;
    }

    private interface Sql {
        String LOCK = """
                select id, tenant_id, posted_debits, posted_credits, version, posted_at
                from ledger.account where id = any (?) order by id for no key update""";

        String WRITE = """
                update ledger.account
                set posted_debits = moved.debits, posted_credits = moved.credits, version = moved.version, posted_at = ?
                from unnest(?, ?, ?, ?) as moved (id, debits, credits, version)
                where account.id = moved.id""";
    }
}
