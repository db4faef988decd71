package finance.flowlet.ledger;

import io.vertx.pgclient.PgException;
import java.time.DateTimeException;
import java.util.NoSuchElementException;
import java.util.Set;
import tools.jackson.core.JacksonException;

/// What a failed batch means for its commands.
enum StoreFailure {
    /// Rolled back; the same batch may succeed next time.
    TRANSIENT,
    /// Rolled back or never begun: PostgreSQL cannot be reached, or this connection is of no use any more.
    UNREACHABLE,
    /// The connection broke while the commit was on its way. Only the idempotency record can tell.
    UNKNOWN_OUTCOME,
    /// Rolled back, and it would be again.
    REFUSED;

    /// Serialization failure, deadlock, lock timeout, a row that another writer inserted first.
    private static final Set<String> TRANSIENT_STATES = Set.of("40001", "40P01", "55P03", "23505");

    /// Connection, login, unknown database, resources, operator, system, internal errors of the server: a
    /// matter of the server and not of a command.
    private static final Set<String> SERVER_CLASSES = Set.of("08", "28", "3D", "53", "57", "58", "XX");

    /// A primary that became a standby; a plan that a migration made stale.
    private static final Set<String> STALE_STATES = Set.of("25006", "0A000");

    static StoreFailure of(Throwable failure) {
        return switch (failure) {
            case LedgerStore.CommitInterrupted _ -> UNKNOWN_OUTCOME;
            case PgException refusal -> of(String.valueOf(refusal.getSqlState()));
            // Faults of our own code. Everything else is a matter of the connection.
            case ArithmeticException _,
                    ClassCastException _,
                    DateTimeException _,
                    IllegalArgumentException _,
                    IllegalStateException _,
                    IndexOutOfBoundsException _,
                    JacksonException _,
                    NoSuchElementException _,
                    NullPointerException _ -> REFUSED;
            case Throwable _ -> UNREACHABLE;
        };
    }

    /// A statement that took too long: it would again, and the command that it belongs to stands alone in
    /// the end.
    private static final String CANCELED = "57014";

    private static StoreFailure of(String sqlState) {
        if (sqlState.equals(CANCELED)) {
            return REFUSED;
        }
        if (TRANSIENT_STATES.contains(sqlState)) {
            return TRANSIENT;
        }
        var ofServer = SERVER_CLASSES.contains(sqlState.substring(0, Math.min(2, sqlState.length())));
        return ofServer || STALE_STATES.contains(sqlState) ? UNREACHABLE : REFUSED;
    }
}
