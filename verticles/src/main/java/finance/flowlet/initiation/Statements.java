package finance.flowlet.initiation;

import finance.flowlet.bus.Fault;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import io.vertx.sqlclient.DatabaseException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs SQL from virtual threads. A database that does not answer becomes a fault that says so: what was
/// asked may be asked again.
final class Statements {
    private static final Logger LOG = LoggerFactory.getLogger(Statements.class);

    /// SQLSTATE classes of a database that may answer later: connection, rollback, resources, intervention,
    /// system.
    private static final Set<String> PASSING = Set.of("08", "40", "53", "57", "58");

    private final SqlClient client;

    Statements(SqlClient client) {
        this.client = client;
    }

    RowSet<Row> run(String sql, @Nullable Object... parameters) {
        return await(client.preparedQuery(sql).execute(Tuple.from(parameters)));
    }

    <T> Optional<T> one(Function<Row, T> mapper, String sql, @Nullable Object... parameters) {
        var rows = run(sql, parameters).iterator();
        return rows.hasNext() ? Optional.of(mapper.apply(rows.next())) : Optional.empty();
    }

    /// Runs `work` in one transaction, on a connection of its own.
    <T> T together(Function<Statements, T> work) {
        if (!(client instanceof Pool pool)) {
            throw new IllegalStateException("a transaction within a transaction");
        }
        var connection = await(pool.getConnection());
        try {
            var transaction = await(connection.begin());
            try {
                var result = work.apply(new Statements(connection));
                await(transaction.commit());
                return result;
            } catch (RuntimeException failure) {
                // Failing to roll back ends the connection, which rolls back.
                await(transaction.rollback().otherwiseEmpty());
                throw failure;
            }
        } finally {
            await(connection.close());
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await();
        } catch (DatabaseException refusal) {
            var state = refusal.getSqlState();
            if (state != null && state.length() == 5 && !PASSING.contains(state.substring(0, 2))) {
                throw refusal;
            }
            throw unavailable(refusal);
        } catch (Exception failure) {
            // await() throws what the client failed with, checked exceptions included.
            throw unavailable(failure);
        }
    }

    private static Fault unavailable(Exception cause) {
        LOG.atWarn().addKeyValue("cause", cause.getClass().getSimpleName()).log("the database did not answer");
        return new Fault(Code.UNAVAILABLE, cause);
    }
}
