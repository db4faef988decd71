package finance.flowlet.ledger;

import io.vertx.pgclient.PgException;
import java.util.Set;

/// What a failed batch means for its commands.
enum StoreFailure {
    /// Rolled back; the same batch may succeed next time.
    TRANSIENT,
    /// Rolled back or never begun: PostgreSQL cannot be reached.
    UNREACHABLE,
    /// The connection broke while the commit was on its way. Only the idempotency record can tell.
    UNKNOWN_OUTCOME,
    /// Rolled back, and it would be again.
    REFUSED;

    /// Serialization failure, deadlock, lock timeout, a row that another writer inserted first.
    private static final Set<String> TRANSIENT_STATES = Set.of("40001", "40P01", "55P03", "23505");

    static StoreFailure of(Throwable failure) {
        return switch (failure) {
            case LedgerStore.CommitInterrupted _ -> UNKNOWN_OUTCOME;
            case PgException refusal when TRANSIENT_STATES.contains(refusal.getSqlState()) -> TRANSIENT;
            // 57: the server is stopping or an administrator ended us; 53: it is out of memory, disk or connections.
            case PgException refusal
            when refusal.getSqlState() != null
                    && (refusal.getSqlState().startsWith("57")
                            || refusal.getSqlState().startsWith("53")) -> UNREACHABLE;
            case PgException _, IllegalStateException _, IllegalArgumentException _, NullPointerException _ -> REFUSED;
            case Throwable _ -> UNREACHABLE;
        };
    }
}
