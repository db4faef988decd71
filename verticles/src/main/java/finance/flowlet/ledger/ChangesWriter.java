package finance.flowlet.ledger;

import static finance.flowlet.ledger.Rows.utc;

import finance.flowlet.ledger.Decision.Changes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Writes and commits the changes of a batch. Each statement is sent as soon as it is made, so that PostgreSQL works on
/// the first while the next is made; what costs us most, the hashes, comes last. A statement that fails makes
/// PostgreSQL
/// roll all of it back at the commit.
final class ChangesWriter {
    /// So many entries are hashed sooner than PostgreSQL answers: they go in one message.
    private static final int SMALL = 32;

    private final SqlConnection connection;
    private final Chain previous;
    private final Instant at;
    private final List<Future<?>> sent = new ArrayList<>();
    private Chain next;
    private Future<?> nearlyDone = Future.succeededFuture();

    /// `previous` is the head of the chain that the changes are to continue.
    ChangesWriter(SqlConnection connection, Chain previous, Instant at) {
        this.connection = connection;
        this.previous = previous;
        this.next = previous;
        this.at = at;
    }

    /// Writes and commits what was decided with locks; the first round trip began the transaction. Gives the head
    /// of the chain that is committed then, or fails with the first error of any statement, after every statement
    /// has answered.
    Future<Chain> commit(Changes changes) {
        var rows = new ChangedRows(changes, previous, at, this::send);
        rows.state();
        rows.history();
        if (!changes.isEmpty()) {
            send(LedgerSql.INSERT_BATCH, batch(changes));
        }
        sent.add(connection.query("commit").execute());
        return all();
    }

    /// Writes and commits what was decided without locks, all in one round trip; PostgreSQL refuses it as a
    /// serialization failure unless every account is still as `expected`. A small batch is one statement, and so a
    /// transaction by itself.
    Future<Chain> commitIf(Collection<Account> expected, Changes changes) {
        var joined = new JoinedQueries();
        joined.add(LedgerSql.MOVE_ACCOUNTS, AccountRows.moved(expected, changes.accounts(), at));
        new ChangedRows(changes, previous, at, joined::add).history();
        if (changes.entries().size() <= SMALL) {
            joined.add(LedgerSql.INSERT_BATCH, batch(changes));
            nearlyDone = send(joined.sql(), joined.values());
        } else {
            sent.add(connection.query(LockedReader.BEGIN).execute());
            nearlyDone = send(joined.sql(), joined.values());
            send(LedgerSql.INSERT_BATCH, batch(changes));
            sent.add(connection.query("commit").execute());
        }
        return all();
    }

    /// Completes when PostgreSQL has the greater part of the batch behind it.
    Future<?> nearlyDone() {
        return nearlyDone;
    }

    /// The head of the chain after this batch, from when it is sent.
    Chain next() {
        return next;
    }

    private Tuple batch(Changes changes) {
        var events = StoredEvents.json(changes.events(), at);
        next = previous.next(changes.entries(), events, at);
        return Tuple.tuple()
                .addValue(next.writer())
                .addValue(next.number())
                .addValue(Buffer.buffer(previous.root()))
                .addValue(Buffer.buffer(next.root()))
                .addValue(changes.entries().size())
                .addValue(events)
                .addValue(utc(at))
                .addValue(next.postings())
                .addValue(Buffer.buffer(next.postingsRoot()));
    }

    private Future<?> send(String sql, Tuple parameters) {
        var answer = connection.preparedQuery(sql).execute(parameters);
        sent.add(answer);
        return answer;
    }

    private Future<Chain> all() {
        return Future.join(sent).map(_ -> next);
    }
}
