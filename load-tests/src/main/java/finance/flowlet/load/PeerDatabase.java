package finance.flowlet.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Objects;

/// A database of its own on the same server, with the tables and functions of `peer.sql`. Closing drops it.
final class PeerDatabase implements AutoCloseable {
    private static final String NAME = "flowlet_peer";
    private final Target.Postgres server;

    private PeerDatabase(Target.Postgres server) {
        this.server = server;
    }

    static PeerDatabase create(Target.Postgres server) throws SQLException, IOException {
        try (var database = Database.open(server)) {
            database.mustBeDurable();
            database.execute("drop database if exists " + NAME + " with (force)");
            database.execute("create database " + NAME);
        }
        var peer = new PeerDatabase(server);
        try (var database = Database.open(peer.place());
                var script = Objects.requireNonNull(PeerDatabase.class.getResourceAsStream("/peer.sql"))) {
            database.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
        return peer;
    }

    Target.Postgres place() {
        return server.in(NAME);
    }

    /// The peer must be right as well, or its speed means nothing.
    void audit() throws SQLException {
        try (var database = Database.open(place())) {
            var wrong = database.number(Sql.WRONG);
            if (wrong != 0) {
                throw new LoadException("The peer's books are wrong in %d places.".formatted(wrong));
            }
        }
    }

    @Override
    public void close() throws SQLException {
        try (var database = Database.open(server)) {
            database.execute("drop database if exists " + NAME + " with (force)");
        }
    }

    private interface Sql {
        String WRONG = """
                select
                    (select count(*) from account where version <> coalesce(
                        (select max(account_version) from posting where account_id = account.id), 0))
                    + (select count(*) from account where version > 0 and posted_credits - posted_debits <>
                        (select balance_after from posting
                        where account_id = account.id and account_version = account.version))
                    + (select abs(sum(direction * amount)) from posting)
                    + abs((select count(*) from posting) - 2 * (select count(*) from entry))
                    + abs((select count(*) from idempotency) - (select count(*) from entry))
                    + abs((select count(*) from payment) - (select count(*) from entry))
                    + abs((select count(*) from event) - (select count(*) from entry))""";
    }
}
